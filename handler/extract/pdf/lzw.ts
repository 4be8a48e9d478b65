const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const LEAST_BITS = 9;
const MOST_BITS = 12;

/** Unpacks LZW as in PDF and TIFF, at most `most` bytes. Codes grow one step early unless `early` is 0. */
export function unpackLzw(packed: Buffer, most: number, early: number): Buffer {
  const out: Buffer[] = [];
  let length = 0;
  let table: Buffer[] = [];
  let previous: Buffer | undefined;
  for (const code of codes(packed, () => FIRST_FREE + table.length + early)) {
    if (code === END || length > most) break;
    if (code === CLEAR) {
      table = [];
      previous = undefined;
      continue;
    }
    const text = textOf(code, table, previous);
    if (text === undefined) break;
    if (previous !== undefined && FIRST_FREE + table.length < 1 << MOST_BITS) {
      table.push(Buffer.concat([previous, text.subarray(0, 1)]));
    }
    previous = text;
    out.push(text);
    length += text.length;
  }
  return Buffer.concat(out).subarray(0, most);
}

/** The codes, each as wide as the number of known ones demands when it is read. */
function* codes(packed: Buffer, known: () => number): Generator<number> {
  let bits = 0;
  let held = 0;
  for (const byte of packed) {
    held = ((held << 8) | byte) & 0xfffff;
    bits += 8;
    const width = Math.min(Math.max(LEAST_BITS, 32 - Math.clz32(known())), MOST_BITS);
    if (bits < width) continue;
    bits -= width;
    yield (held >> bits) & ((1 << width) - 1);
  }
}

function textOf(code: number, table: readonly Buffer[], previous: Buffer | undefined): Buffer | undefined {
  if (code < CLEAR) return Buffer.from([code]);
  const known = table[code - FIRST_FREE];
  if (known !== undefined || previous === undefined) return known;
  return code === FIRST_FREE + table.length ? Buffer.concat([previous, previous.subarray(0, 1)]) : undefined;
}
