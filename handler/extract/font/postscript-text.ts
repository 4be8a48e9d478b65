const MAX_TEXT = 1000;
const BACKSLASH = 0x5c;
const OPEN = 0x28;
const CLOSE = 0x29;

/** The text in the brackets that begin at a place; brackets in it come in pairs or behind a backslash. Undefined when it does not end. */
export function postScriptText(program: string, start: number): string | undefined {
  let text = '';
  let depth = 1;
  for (let at = start + 1; at < program.length && text.length < MAX_TEXT; at += 1) {
    const code = program.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE) depth -= 1;
    if (depth === 0) return text.trim();
    text += program.charAt(at);
  }
  return undefined;
}
