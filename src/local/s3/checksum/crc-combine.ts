/** The CRCs from which a whole object's can be put together. */
export type CombinableAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME';

export interface PartChecksum {
  /** Base64, big-endian. */
  readonly value: string;
  /** Bytes that it covers. */
  readonly size: number;
}

export function isCombinable(algorithm: string): algorithm is CombinableAlgorithm {
  return Object.hasOwn(FIELDS, algorithm);
}

/**
 * The CRC of all parts in a row, from theirs: each part multiplies the CRC before it by x^(8·size)
 * modulo the polynomial, as zlib's `crc32_combine` does.
 */
export function combineCrcs(algorithm: CombinableAlgorithm, parts: readonly PartChecksum[]): string {
  const field = FIELDS[algorithm];
  const shifts = new Map<number, bigint>();
  let crc = 0n;
  for (const { value, size } of parts) {
    const shift = shifts.get(size) ?? powerOfX(8n * BigInt(size), field);
    shifts.set(size, shift);
    crc = multiply(shift, crc, field) ^ BigInt(`0x${Buffer.from(value, 'base64').toString('hex')}`);
  }
  const hex = crc.toString(16).padStart(Number(field.bits) / 4, '0');
  return Buffer.from(hex, 'hex').toString('base64');
}

/** Polynomials in reflected notation: the lowest power stands in the highest bit. */
interface Field {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

const FIELDS: Readonly<Record<CombinableAlgorithm, Field>> = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
};

function powerOfX(exponent: bigint, field: Field): bigint {
  let power = 1n << (field.bits - 1n);
  let square = 1n << (field.bits - 2n);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(square, power, field);
    square = multiply(square, square, field);
  }
  return power;
}

function multiply(a: bigint, b: bigint, { bits, polynomial }: Field): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << (bits - 1n); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
