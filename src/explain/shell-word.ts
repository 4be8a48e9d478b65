/** Stands in a text for a shell variable's value; `shellWord` and nothing else knows how it looks. */
export function variable(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

/** What stands in the text around its variables. */
export function literals(text: string): string[] {
  return text.split(VARIABLE).filter((_, index) => index % 2 === 0);
}

/** The names of its variables, each as often as it occurs. */
export function variablesIn(text: string): string[] {
  return text.split(VARIABLE).filter((_, index) => index % 2 === 1);
}

/** The text as one word of a shell command: what the shell makes of it is the text, with its variables' values. */
export function shellWord(text: string): string {
  const around = literals(text);
  if (around.length === 1) return quoted(text);
  const simple = around.every((literal) => literal === '' || isPlain(literal));
  const pieces = text.split(VARIABLE).map((piece, index, all) => {
    if (index % 2 === 0) return simple || piece === '' ? piece : quoted(piece);
    return simple ? reference(piece, all[index + 1]) : `"${reference(piece)}"`;
  });
  return simple ? `"${pieces.join('')}"` : pieces.join('');
}

// Characters for private use, so that they pass through JSON as they are.
const OPEN = '\ue000';
const CLOSE = '\ue001';
const VARIABLE = /\ue000(\w+)\ue001/;

function quoted(text: string): string {
  return isPlain(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function reference(name: string, next = ''): string {
  return /^\w/.test(next) ? `\${${name}}` : `$${name}`;
}

/** Nothing in it that a shell could read as more than text. */
function isPlain(text: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(text);
}
