import { parser as saxParser } from 'sax';
import type { Reader } from '../reader.ts';
import { readText } from '../text/read-text.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** The root stands at the beginning, after comments and a document type at most. */
const MAX_BYTES = 64 * 1024;
const MAX_ELEMENTS = 10;

/** Reads an SVG as the text that it is, and how large it wants to be shown: by its width and height or its view box. */
export const readSvg: Reader = async (subject, draft) => {
  await readText(subject, draft);
  if (draft.text !== undefined) draft.text.kind = 'svg';
  const root = rootAttributes(textOf(await subject.source.read(0, MAX_BYTES)));
  if (root === undefined) throw new UnreadableError('it has no svg element');
  const [, , boxWidth, boxHeight] = (root['viewbox'] ?? '')
    .trim()
    .split(/[\s,]+/, 4)
    .map(Number);
  const widthPixels = pixels(root['width']) ?? boxWidth;
  const heightPixels = pixels(root['height']) ?? boxHeight;
  if (widthPixels !== undefined && heightPixels !== undefined) draft.image = { widthPixels, heightPixels };
};

function textOf(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** The names of attributes in lower case; undefined when there is no such element. */
function rootAttributes(text: string): Readonly<Record<string, string>> | undefined {
  // Forgiving: drawing programs write entities that only a document type explains.
  const xml = saxParser(false, { lowercase: true });
  let root: Record<string, string> | undefined;
  let elements = 0;
  xml.onopentag = ({ name, attributes }) => {
    elements += 1;
    if (root !== undefined || name.replace(/^.*:/, '') !== 'svg') return;
    root = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
  };
  for (let at = 0; at < text.length && root === undefined && elements < MAX_ELEMENTS; at += CHUNK) {
    xml.write(text.slice(at, at + CHUNK));
  }
  return root;
}

const CHUNK = 1024;

/** CSS has 96 pixels to the inch. https://www.w3.org/TR/css-values-4/#absolute-lengths */
const PIXELS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  em: 16,
  ex: 8,
};

/** Undefined for what depends on where it is shown, such as a percentage. */
function pixels(length: string | undefined): number | undefined {
  const match = /^\s*\+?(\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})([a-z]{0,2})\s*$/i.exec(length ?? '');
  const scale = PIXELS[match?.[2]?.toLowerCase() ?? '-'];
  return scale === undefined ? undefined : Number(match?.[1]) * scale;
}
