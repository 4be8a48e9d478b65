const MAX_TEXT = 1000;

/** A letter, or what stands for one behind a backslash: itself, or up to three octal digits. */
const LETTER = /\\([0-7]{1,3})|\\([\s\S])|([\s\S])/uy;

/**
 * The text in the brackets that begin at a place; brackets in it come in pairs or behind a backslash. Undefined when
 * it does not end.
 */
export function postScriptText(program: string, start: number): string | undefined {
  let text = '';
  let depth = 1;
  LETTER.lastIndex = start + 1;
  while (text.length < MAX_TEXT) {
    const [, octal, escaped, plain] = LETTER.exec(program) ?? [];
    depth += nesting(plain);
    if (depth === 0) return text.trim();
    const letter = octal === undefined ? (escaped ?? plain) : String.fromCharCode(Number.parseInt(octal, 8));
    if (letter === undefined) return undefined;
    text += letter;
  }
  return undefined;
}

function nesting(letter: string | undefined): number {
  if (letter === '(') return 1;
  return letter === ')' ? -1 : 0;
}
