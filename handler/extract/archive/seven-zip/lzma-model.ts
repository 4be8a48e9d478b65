import { evenProbabilities, type Probabilities, type RangeDecoder } from './range-decoder.ts';

/** Bytes to be copied from that many bytes before. */
export interface Match {
  readonly distance: number;
  readonly length: number;
}

const STATES = 12;
const FIRST_MATCH_STATE = 7;
const POSITION_STATES = 16;
const SHORTEST = 2;
const LENGTH_STATES = 4;
const ALIGN_BITS = 4;
const FIRST_MODELLED = 4;
const FIRST_EVEN = 14;

/** What LZMA knows of the bytes so far, and so expects of the next. */
export class LzmaModel {
  readonly #literalContextBits: number;
  readonly #literalPositionMask: number;
  readonly #positionMask: number;
  readonly #literals: Probabilities;
  readonly #isMatch = evenProbabilities(STATES * POSITION_STATES);
  readonly #isRepeat = evenProbabilities(STATES);
  readonly #isNotLast = evenProbabilities(STATES);
  readonly #isNotSecond = evenProbabilities(STATES);
  readonly #isNotThird = evenProbabilities(STATES);
  readonly #isLongRepeat = evenProbabilities(STATES * POSITION_STATES);
  readonly #matchLength = new LengthModel();
  readonly #repeatLength = new LengthModel();
  readonly #slots = evenProbabilities(LENGTH_STATES * 64);
  readonly #modelled = evenProbabilities(FIRST_EVEN * 64);
  readonly #align = evenProbabilities(2 ** ALIGN_BITS);
  #state = 0;
  /** Less one. */
  #distances: readonly [number, number, number, number] = [0, 0, 0, 0];

  constructor(literalContextBits: number, literalPositionBits: number, positionBits: number) {
    this.#literalContextBits = literalContextBits;
    this.#literalPositionMask = 2 ** literalPositionBits - 1;
    this.#positionMask = 2 ** positionBits - 1;
    this.#literals = evenProbabilities(0x300 * 2 ** (literalContextBits + literalPositionBits));
  }

  /** The byte that comes next, or a match. */
  next(decoder: RangeDecoder, output: Buffer, at: number): number | Match {
    const positionState = at & this.#positionMask;
    const place = this.#state * POSITION_STATES + positionState;
    if (decoder.bit(this.#isMatch, place) === 0) return this.#literal(decoder, output, at);
    if (decoder.bit(this.#isRepeat, this.#state) === 0) return this.#match(decoder, positionState);
    return this.#repeat(decoder, positionState, place);
  }

  #literal(decoder: RangeDecoder, output: Buffer, at: number): number {
    const before = output[at - 1] ?? 0;
    const context = (at & this.#literalPositionMask) * 2 ** this.#literalContextBits;
    const offset = 0x300 * (context + (before >> (8 - this.#literalContextBits)));
    const expected = this.#state < FIRST_MATCH_STATE ? undefined : output[at - this.#distances[0] - 1];
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
    return expected === undefined
      ? decoder.tree(this.#literals, 8, offset)
      : this.#unlike(decoder, offset, expected);
  }

  /** Behind a match the next byte is unlike the one that would have made it longer. */
  #unlike(decoder: RangeDecoder, offset: number, expected: number): number {
    let node = 1;
    for (let mask = 0x80; node < 0x100 && mask > 0; mask >>= 1) {
      const likely = (expected & mask) === 0 ? 0 : 1;
      const bit = decoder.bit(this.#literals, offset + 0x100 * (1 + likely) + node);
      node = node * 2 + bit;
      if (bit !== likely) break;
    }
    while (node < 0x100) node = node * 2 + decoder.bit(this.#literals, offset + node);
    return node - 0x100;
  }

  #match(decoder: RangeDecoder, positionState: number): Match {
    const length = this.#matchLength.next(decoder, positionState);
    const distance = this.#distance(decoder, length);
    const [last, second, third] = this.#distances;
    this.#distances = [distance, last, second, third];
    this.#state = this.#state < FIRST_MATCH_STATE ? 7 : 10;
    return { distance: distance + 1, length };
  }

  #distance(decoder: RangeDecoder, length: number): number {
    const lengthState = Math.min(length - SHORTEST, LENGTH_STATES - 1);
    const slot = decoder.tree(this.#slots, 6, lengthState * 64);
    if (slot < FIRST_MODELLED) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 + (slot & 1)) * 2 ** bits;
    if (slot < FIRST_EVEN) return base + decoder.reverseTree(this.#modelled, bits, slot * 64);
    const high = decoder.evenBits(bits - ALIGN_BITS) * 2 ** ALIGN_BITS;
    return base + high + decoder.reverseTree(this.#align, ALIGN_BITS);
  }

  #repeat(decoder: RangeDecoder, positionState: number, place: number): Match {
    const [last, second, third, fourth] = this.#distances;
    if (decoder.bit(this.#isNotLast, this.#state) === 0) {
      if (decoder.bit(this.#isLongRepeat, place) === 0) {
        this.#state = this.#state < FIRST_MATCH_STATE ? 9 : 11;
        return { distance: last + 1, length: 1 };
      }
    } else if (decoder.bit(this.#isNotSecond, this.#state) === 0)
      this.#distances = [second, last, third, fourth];
    else if (decoder.bit(this.#isNotThird, this.#state) === 0)
      this.#distances = [third, last, second, fourth];
    else this.#distances = [fourth, last, second, third];
    this.#state = this.#state < FIRST_MATCH_STATE ? 8 : 11;
    return { distance: this.#distances[0] + 1, length: this.#repeatLength.next(decoder, positionState) };
  }
}

class LengthModel {
  readonly #choice = evenProbabilities(2);
  readonly #low = evenProbabilities(POSITION_STATES * 8);
  readonly #middle = evenProbabilities(POSITION_STATES * 8);
  readonly #high = evenProbabilities(256);

  next(decoder: RangeDecoder, positionState: number): number {
    if (decoder.bit(this.#choice, 0) === 0) return SHORTEST + decoder.tree(this.#low, 3, positionState * 8);
    if (decoder.bit(this.#choice, 1) === 0)
      return SHORTEST + 8 + decoder.tree(this.#middle, 3, positionState * 8);
    return SHORTEST + 16 + decoder.tree(this.#high, 8);
  }
}
