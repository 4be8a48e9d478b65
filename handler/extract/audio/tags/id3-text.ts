const UTF16 = 1;
const UTF16_BIG_ENDIAN = 2;
const UTF8 = 3;

/** The strings of an ID3 frame, which a zero parts, in the encoding that a number stands for. */
export function decodeId3Text(encoding: number, bytes: Buffer): string[] {
  const parts = decode(encoding, bytes).split('\0');
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map((part) => part.replace(/^\ufeff|^\ufffe/, ''));
}

function decode(encoding: number, bytes: Buffer): string {
  if (encoding === UTF8) return bytes.toString('utf8');
  if (encoding !== UTF16 && encoding !== UTF16_BIG_ENDIAN) return bytes.toString('latin1');
  const whole = bytes.subarray(0, bytes.length & ~1);
  const bigEndian =
    encoding === UTF16_BIG_ENDIAN ? whole[0] !== 0xff : whole[0] === 0xfe && whole[1] === 0xff;
  return bigEndian ? Buffer.from(whole).swap16().toString('utf16le') : whole.toString('utf16le');
}
