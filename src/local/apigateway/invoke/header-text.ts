/**
 * A value as HTTP can carry it in a header: text beyond Latin-1 travels as the bytes of its UTF-8, and a
 * control character, which could end the header, becomes a space.
 */
export function headerText(value: string): string {
  const isLatin = Array.from(value).every((char) => char.charCodeAt(0) <= 0xff);
  const bytes = isLatin ? value : Buffer.from(value).toString('latin1');
  return Array.from(bytes, (char) => (isControl(char.charCodeAt(0)) ? ' ' : char)).join('');
}

/** The tab is none in this respect. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}
