import type { Stretch } from './joined-source.ts';

/** Where an item's bytes lie: in the file, or in the `idat` box. */
export interface HeifLocation {
  readonly within: 'file' | 'idat';
  readonly stretches: readonly Stretch[];
}

const MAX_ITEMS = 20_000;
const MAX_STRETCHES = 64;

/** Where the wanted item lies, out of the `iloc` box. ISO 14496-12 has its layout. */
export function heifLocation(iloc: Buffer, wanted: number): HeifLocation | undefined {
  const fields = new Fields(iloc);
  const version = fields.next(1);
  fields.next(3);
  const width = widthsOf(fields.next(2), version);
  const count = Math.min(fields.next(width.id), MAX_ITEMS);
  for (let item = 0; item < count && !fields.ended; item += 1) {
    const id = fields.next(width.id);
    const method = fields.next(width.method) & 15;
    fields.next(2);
    const stretches = nextStretches(fields, fields.next(width.base), width);
    if (id === wanted && method < 2) return { within: method === 1 ? 'idat' : 'file', stretches };
  }
  return undefined;
}

/** Of the fields, in bytes. */
interface Widths {
  readonly id: number;
  readonly method: number;
  readonly base: number;
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

function widthsOf(nibbles: number, version: number): Widths {
  return {
    id: version < 2 ? 2 : 4,
    method: version > 0 ? 2 : 0,
    offset: nibbles >> 12,
    length: (nibbles >> 8) & 15,
    base: (nibbles >> 4) & 15,
    index: version > 0 ? nibbles & 15 : 0,
  };
}

function nextStretches(fields: Fields, base: number, width: Widths): Stretch[] {
  const stretches: Stretch[] = [];
  const count = fields.next(2);
  const kept = Math.min(count, MAX_STRETCHES);
  for (let extent = 0; extent < kept && !fields.ended; extent += 1) {
    fields.next(width.index);
    const start = base + fields.next(width.offset);
    stretches.push({ start, length: fields.next(width.length) });
  }
  fields.skip((count - kept) * (width.index + width.offset + width.length));
  return stretches;
}

/** Numbers of any width, one after the other; beyond the end they are zero. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  skip(width: number): void {
    this.#at += width;
  }

  next(width: number): number {
    let value = 0;
    for (const byte of this.#bytes.subarray(this.#at, this.#at + width)) value = value * 256 + byte;
    this.#at += width;
    return value;
  }
}
