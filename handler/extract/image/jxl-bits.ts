/** Reads numbers of any width from bytes, the lowest bit first, as JPEG XL's headers have them. Zero beyond the end. */
export class JxlBits {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** At most 32 bits. */
  read(width: number): number {
    let value = 0;
    for (let bit = 0; bit < width; bit += 1) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value += ((byte >> (this.#position & 7)) & 1) * 2 ** bit;
      this.#position += 1;
    }
    return value;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  /** Two bits choose among four ways to write a number: so many bits added to a base. */
  choose(...ways: readonly { readonly base: number; readonly bits: number }[]): number {
    const way = ways[this.read(2)];
    return way === undefined ? 0 : way.base + this.read(way.bits);
  }

  enumeration(): number {
    return this.choose(
      { base: 0, bits: 0 },
      { base: 1, bits: 0 },
      { base: 2, bits: 4 },
      { base: 18, bits: 6 },
    );
  }
}
