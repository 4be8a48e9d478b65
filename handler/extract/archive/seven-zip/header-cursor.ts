import { UnreadableError } from '../../unreadable-error.ts';

/** Reads a 7z header from its beginning to its end. Throws an `UnreadableError` where it is over too early. */
export class HeaderCursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.bytes(1).readUInt8(0);
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new UnreadableError('its header is cut off');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** A number of one to nine bytes: as many bits as the first one begins with are further bytes. */
  number(): number {
    const first = this.byte();
    let mask = 0x80;
    let value = 0;
    for (let index = 0; index < 8 && (first & mask) !== 0; index += 1) {
      value += this.byte() * 256 ** index;
      mask >>= 1;
    }
    const width = Math.clz32(mask) - 24;
    return mask === 0 ? value : value + (first & (mask - 1)) * 256 ** width;
  }

  /** How many of something there are. More than a million is taken for damage. */
  count(): number {
    return believable(this.number());
  }

  bits(count: number): boolean[] {
    const bytes = this.bytes(Math.ceil(believable(count) / 8));
    return Array.from(
      { length: count },
      (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0,
    );
  }

  /** Bits that are left out when all of them are set. */
  optionalBits(count: number): boolean[] {
    return this.byte() === 0 ? this.bits(count) : Array.from({ length: believable(count) }, () => true);
  }
}

const MAX_COUNT = 1_000_000;

function believable(count: number): number {
  if (count > MAX_COUNT) throw new UnreadableError('it claims to list more than a million files');
  return count;
}
