const ASCII85_LOWEST = 0x21;
const ASCII85_HIGHEST = 0x75;

/** `<~` is left out in PDF, `~>` ends it, and `z` is four zeros. At most `most` bytes. */
export function decodeAscii85(text: Buffer, most: number): Buffer {
  const out = Buffer.alloc(Math.min(most, text.length * 4));
  let length = 0;
  for (const group of groupsOf(text)) {
    if (length + 4 > out.length) break;
    out.writeUInt32BE(numberOf(group), length);
    length += group.length - 1;
  }
  return out.subarray(0, length);
}

export function decodeAsciiHex(text: Buffer): Buffer {
  const end = text.indexOf('>');
  const digits = text.toString('latin1', 0, end < 0 ? text.length : end).replace(/[^0-9a-f]/gi, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** Digits by five; at the end, there may be fewer. */
function* groupsOf(text: Buffer): Generator<readonly number[]> {
  let group: number[] = [];
  for (const byte of text) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && group.length === 0) yield [0, 0, 0, 0, 0];
    if (byte < ASCII85_LOWEST || byte > ASCII85_HIGHEST) continue;
    group.push(byte - ASCII85_LOWEST);
    if (group.length < 5) continue;
    yield group;
    group = [];
  }
  if (group.length > 1) yield group;
}

/** A short last group counts as if filled up with the highest digit. */
function numberOf(group: readonly number[]): number {
  let value = 0;
  for (let digit = 0; digit < 5; digit += 1) value = value * 85 + (group[digit] ?? 84);
  return value % 2 ** 32;
}
