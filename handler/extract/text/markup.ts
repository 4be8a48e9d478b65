/** What the beginning of an XML or HTML file says about it. Names are as written, with their prefixes. */
export interface Markup {
  /** It begins with `<?xml`. */
  readonly declaredXml: boolean;
  /** `html` of `<!DOCTYPE html ...>`. */
  readonly documentType?: string;
  readonly rootElement?: string;
  /** Everything between the name and `>` of the root element. */
  readonly rootAttributes?: string;
}

/** Comments, declarations and instructions before the root. */
const MAX_PARTS = 1000;
const NAME = /^[A-Za-z_:][\w:.-]*/;
const MAX_NAME = 200;
const MAX_ATTRIBUTES = 4096;

/** Looks from the beginning for the first element; undefined when the text does not begin with markup at all. */
export function markupOf(text: string): Markup | undefined {
  const declaredXml = /^\s{0,64}<\?xml\s/.test(text);
  let documentType: string | undefined;
  let at = 0;
  for (let part = 0; part < MAX_PARTS; part += 1) {
    at = afterSpace(text, at);
    const end = endOfPart(text, at);
    if (end === undefined) {
      if (part === 0 && NAME.exec(text.slice(at + 1, at + MAX_NAME)) === null) return undefined;
      return { declaredXml, ...(documentType === undefined ? {} : { documentType }), ...rootAt(text, at) };
    }
    documentType ??= documentTypeOf(text.slice(at, Math.min(end, at + MAX_NAME)));
    at = end;
  }
  return { declaredXml };
}

function rootAt(text: string, at: number): Pick<Markup, 'rootElement' | 'rootAttributes'> {
  const rootElement = text.charAt(at) === '<' ? NAME.exec(text.slice(at + 1, at + MAX_NAME))?.[0] : undefined;
  if (rootElement === undefined) return {};
  const start = at + 1 + rootElement.length;
  const [rootAttributes = ''] = text.slice(start, start + MAX_ATTRIBUTES).split('>', 1);
  return { rootElement, rootAttributes };
}

function documentTypeOf(part: string): string | undefined {
  return /^<!doctype\s+([\w:.-]+)/i.exec(part)?.[1];
}

/** Where a comment, an instruction or a declaration ends; undefined when there is none. */
function endOfPart(text: string, at: number): number | undefined {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
  if (text.startsWith('<?', at)) return after(text, '?>', at + 2);
  if (!text.startsWith('<!', at)) return undefined;
  const bracket = text.indexOf('[', at);
  const end = after(text, '>', at);
  return bracket === -1 || bracket > end ? end : after(text, ']>', bracket);
}

function after(text: string, what: string, at: number): number {
  const found = text.indexOf(what, at);
  return found === -1 ? text.length : found + what.length;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at).trim() === '') at += 1;
  return at;
}
