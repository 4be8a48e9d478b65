/** The letters that are most frequent in Russian, Bulgarian and Ukrainian, as code page 866 has them: о е а и н т. */
const FREQUENT = [0xae, 0xa5, 0xa0, 0xa8, 0xad, 0xe2];
const LEAST_FREQUENT = 0.35;
/** The rest draws boxes. */
const LEAST_LETTERS = 0.9;

/** Whether bytes above ASCII are Cyrillic as DOS wrote it: nearly all letters, and these as often as in words. */
export function isDosCyrillic(bytes: Buffer): boolean {
  const high = bytes.filter((byte) => byte > 0x7f);
  const letters = high.filter(isLetter).length;
  const frequent = high.filter((byte) => FREQUENT.includes(byte)).length;
  return letters >= high.length * LEAST_LETTERS && frequent >= letters * LEAST_FREQUENT;
}

function isLetter(byte: number): boolean {
  return byte < 0xb0 || (byte >= 0xe0 && byte < 0xf8);
}
