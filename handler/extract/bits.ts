/** Reads whole numbers of any width from bytes, the highest bit first. Beyond the end everything is zero. */
export class Bits {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next `width` bits, at most 48, as an unsigned number. */
  read(width: number): number {
    let value = 0;
    for (let bit = 0; bit < width; bit += 1) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
      this.#position += 1;
    }
    return value;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  skip(width: number): void {
    this.#position += width;
  }

  /** An Exp-Golomb code, as H.264 and HEVC write numbers. */
  golomb(): number {
    let zeros = 0;
    while (zeros < 32 && this.#position < this.#bytes.length * 8 && this.read(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  signedGolomb(): number {
    const code = this.golomb();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}
