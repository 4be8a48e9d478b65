/** What sizes, counts and offsets are set to: where arithmetic overflows, loops stand still, or memory runs out. */
const SIZES = [0n, 1n, 8n, 2n ** 31n - 1n, 2n ** 32n - 1n, 2n ** 64n - 1n];

/** Headers lie near the beginning and, in some formats, the end. */
const HOT_BYTES = 512;

/**
 * Damaged versions of a file, the same for the same seed: cut off, with bits flipped, with sizes replaced, and each with
 * a sentence on what was done.
 */
export function* mutations(original, rounds, seed) {
  const random = randomFrom(seed);
  const below = (limit) => Math.floor(random() * limit);
  /** Mostly where the headers are. */
  const position = () => {
    const { length } = original;
    const where = random();
    if (where < 0.6) return below(Math.min(HOT_BYTES, length));
    return where < 0.8 ? length - 1 - below(Math.min(HOT_BYTES, length)) : below(length);
  };
  for (let round = 0; round < rounds; round += 1) {
    yield truncated(original, below(original.length));
    yield flipped(original, Array.from({ length: 1 + below(8) }, position), below(8));
    yield resized(original, position(), SIZES[below(SIZES.length)], [2, 4, 8][below(3)], random() < 0.5);
  }
}

function truncated(original, length) {
  return { what: `cut off after ${length} bytes`, bytes: original.subarray(0, length) };
}

function flipped(original, positions, bit) {
  const bytes = Buffer.from(original);
  for (const at of positions) bytes[at] ^= 1 << bit;
  return { what: `bit ${bit} flipped at ${positions.join(', ')}`, bytes };
}

function resized(original, at, value, width, littleEndian) {
  const bytes = Buffer.from(original);
  const cut = BigInt.asUintN(8 * width, value);
  for (let index = 0; index < width && at + index < bytes.length; index += 1) {
    const shift = BigInt(8 * (littleEndian ? index : width - 1 - index));
    bytes[at + index] = Number((cut >> shift) & 255n);
  }
  const order = littleEndian ? 'little' : 'big';
  return { what: `${value} as ${width} bytes, ${order} endian, at ${at}`, bytes };
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
