const SPACES = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set([...Buffer.from('()<>[]{}/%')]);

/** White space as PDF knows it. */
export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && SPACES.has(byte);
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** A digit, a sign or a point. */
export function isNumeric(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

/** What names, numbers and keywords are made of. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && !SPACES.has(byte) && !DELIMITERS.has(byte);
}
