/** Probabilities of a zero, in 2048ths. */
export type Probabilities = Uint16Array;

const EVEN = 1024;
const TOTAL_BITS = 11;
const MOVE_BITS = 5;
const TOP = 2 ** 24;

/** That many probabilities, each a half. */
export function evenProbabilities(count: number): Probabilities {
  return new Uint16Array(count).fill(EVEN);
}

/** Decodes bits by their probabilities, which it learns. Behind the end of the packed bytes it reads zeros. */
export class RangeDecoder {
  readonly #packed: Buffer;
  #at = 5;
  #range = 0xffffffff;
  #code: number;

  constructor(packed: Buffer) {
    this.#packed = packed;
    this.#code = packed.length >= 5 ? packed.readUInt32BE(1) : 0;
  }

  bit(probabilities: Probabilities, index: number): 0 | 1 {
    const probability = probabilities[index] ?? EVEN;
    const bound = (this.#range >>> TOTAL_BITS) * probability;
    const bit = this.#code < bound ? 0 : 1;
    if (bit === 0) {
      this.#range = bound;
      probabilities[index] = probability + ((2 ** TOTAL_BITS - probability) >> MOVE_BITS);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      probabilities[index] = probability - (probability >> MOVE_BITS);
    }
    this.#normalise();
    return bit;
  }

  /** Bits that are as likely as not, the highest first. */
  evenBits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      this.#normalise();
      value = value * 2 + bit;
    }
    return value;
  }

  /** A number whose bits depend on those before, the highest first. */
  tree(probabilities: Probabilities, bits: number, offset = 0): number {
    let node = 1;
    for (let index = 0; index < bits; index += 1) node = node * 2 + this.bit(probabilities, offset + node);
    return node - 2 ** bits;
  }

  /** The same, the lowest first. */
  reverseTree(probabilities: Probabilities, bits: number, offset = 0): number {
    let node = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.bit(probabilities, offset + node);
      node = node * 2 + bit;
      value += bit * 2 ** index;
    }
    return value;
  }

  #normalise(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range * 256) >>> 0;
    this.#code = ((this.#code * 256) >>> 0) + (this.#packed[this.#at] ?? 0);
    this.#at += 1;
  }
}
