const ASCII85_LOWEST = 0x21;
const ASCII85_HIGHEST = 0x75;

/** `<~` is left out in PDF, `~>` ends it, and `z` is four zeros. */
export function decodeAscii85(text: Buffer): Buffer {
  const out: number[] = [];
  let group: number[] = [];
  for (const byte of text) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    if (byte < ASCII85_LOWEST || byte > ASCII85_HIGHEST) continue;
    group.push(byte - ASCII85_LOWEST);
    if (group.length < 5) continue;
    out.push(...bytesOfGroup(group, 4));
    group = [];
  }
  if (group.length > 1) out.push(...bytesOfGroup(group, group.length - 1));
  return Buffer.from(out);
}

export function decodeAsciiHex(text: Buffer): Buffer {
  const end = text.indexOf('>');
  const digits = text.toString('latin1', 0, end < 0 ? text.length : end).replace(/[^0-9a-f]/gi, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** A short last group counts as if filled up with the highest digit. */
function bytesOfGroup(group: readonly number[], bytes: number): number[] {
  let value = 0;
  for (let digit = 0; digit < 5; digit += 1) value = value * 85 + (group[digit] ?? 84);
  return [24, 16, 8, 0].slice(0, bytes).map((shift) => Math.floor(value / 2 ** shift) % 256);
}
