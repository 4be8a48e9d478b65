import type { ByteSource } from '../byte-source.ts';
import type { ByteOrder } from './byte-order.ts';
import type { Stretch } from './joined-source.ts';
import { textOfBytes } from './text-of-bytes.ts';

export interface TiffLayout {
  readonly source: ByteSource;
  readonly order: ByteOrder;
  /** BigTIFF: offsets and counts have 64 bits. */
  readonly big: boolean;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Of the value's field in the entry, which holds the value itself or where it lies. */
  readonly field: Buffer;
}

/** No sane directory has more entries, and no value that matters here is longer. */
const MAX_ENTRIES = 1000;
const MAX_TEXT_BYTES = 4096;
const MAX_NUMBERS = 64;

const TEXT = 2;
/** Text in ASCII or UTF-8, and what some programs write it as. */
const TEXT_TYPES: ReadonlySet<number> = new Set([1, TEXT, 7, 129]);

/** By TIFF's number of the type: how long one is, and how it is read. Text, bytes and undefined are one byte. */
const TYPES: Readonly<Record<number, NumberType>> = {
  1: { bytes: 1, read: (_, bytes, at) => bytes.readUInt8(at) },
  2: { bytes: 1, read: (_, bytes, at) => bytes.readUInt8(at) },
  3: { bytes: 2, read: (order, bytes, at) => order.uint16(bytes, at) },
  4: { bytes: 4, read: (order, bytes, at) => order.uint32(bytes, at) },
  5: { bytes: 8, read: (order, bytes, at) => order.uint32(bytes, at) / order.uint32(bytes, at + 4) },
  6: { bytes: 1, read: (_, bytes, at) => bytes.readInt8(at) },
  7: { bytes: 1, read: (_, bytes, at) => bytes.readUInt8(at) },
  8: { bytes: 2, read: (order, bytes, at) => order.int16(bytes, at) },
  9: { bytes: 4, read: (order, bytes, at) => order.int32(bytes, at) },
  10: { bytes: 8, read: (order, bytes, at) => order.int32(bytes, at) / order.int32(bytes, at + 4) },
  11: { bytes: 4, read: (order, bytes, at) => order.float(bytes, at) },
  12: { bytes: 8, read: (order, bytes, at) => order.double(bytes, at) },
  13: { bytes: 4, read: (order, bytes, at) => order.uint32(bytes, at) },
  16: { bytes: 8, read: (order, bytes, at) => order.uint64(bytes, at) },
  18: { bytes: 8, read: (order, bytes, at) => order.uint64(bytes, at) },
  129: { bytes: 1, read: (_, bytes, at) => bytes.readUInt8(at) },
};

interface NumberType {
  readonly bytes: number;
  read(order: ByteOrder, bytes: Buffer, at: number): number;
}

/** Tagged values, each read only when it is asked for. What is damaged is as good as absent. */
export class TiffDirectory {
  readonly #layout: TiffLayout;
  readonly #entries: ReadonlyMap<number, Entry>;
  /** Where the directory that follows lies; 0 when none does. */
  readonly next: number;

  private constructor(layout: TiffLayout, entries: ReadonlyMap<number, Entry>, next: number) {
    this.#layout = layout;
    this.#entries = entries;
    this.next = next;
  }

  /** Undefined where there is no directory. */
  static async at(layout: TiffLayout, offset: number): Promise<TiffDirectory | undefined> {
    const { source, order, big } = layout;
    const countBytes = big ? 8 : 2;
    const offsetBytes = big ? 8 : 4;
    const head = offset > 0 ? await source.read(offset, countBytes) : Buffer.alloc(0);
    if (head.length < countBytes) return undefined;
    const count = Math.min(big ? order.uint64(head, 0) : order.uint16(head, 0), MAX_ENTRIES);
    const entryBytes = big ? 20 : 12;
    const body = await source.read(offset + countBytes, count * entryBytes + offsetBytes);
    const entries = new Map<number, Entry>();
    for (let at = 0; at + entryBytes <= Math.min(body.length, count * entryBytes); at += entryBytes) {
      const tag = order.uint16(body, at);
      if (entries.has(tag)) continue;
      entries.set(tag, {
        type: order.uint16(body, at + 2),
        count: big ? order.uint64(body, at + 4) : order.uint32(body, at + 4),
        field: body.subarray(at + entryBytes - offsetBytes, at + entryBytes),
      });
    }
    const after = body.subarray(count * entryBytes);
    return new TiffDirectory(layout, entries, after.length < offsetBytes ? 0 : offsetIn(layout, after));
  }

  /** How many tags there are. */
  get size(): number {
    return this.#entries.size;
  }

  has(tag: number): boolean {
    return this.#entries.has(tag);
  }

  /** At most the first 64; empty when there are none, or only text. Fractions with a denominator of 0 are not finite. */
  async numbers(tag: number): Promise<number[]> {
    const entry = this.#entries.get(tag);
    const type = TYPES[entry?.type ?? 0];
    if (entry === undefined || type === undefined || entry.type === TEXT) return [];
    const bytes = await this.#bytesOf(entry, type.bytes * MAX_NUMBERS);
    const numbers: number[] = [];
    for (let at = 0; at + type.bytes <= bytes.length; at += type.bytes) {
      numbers.push(type.read(this.#layout.order, bytes, at));
    }
    return numbers;
  }

  /** The first number. */
  async number(tag: number): Promise<number | undefined> {
    return (await this.numbers(tag))[0];
  }

  /** Text up to its end mark, at most 4 KiB of it, without white space around it; undefined when that is nothing. */
  async text(tag: number): Promise<string | undefined> {
    return TEXT_TYPES.has(this.#entries.get(tag)?.type ?? 0)
      ? textOfBytes(await this.bytes(tag, MAX_TEXT_BYTES))
      : undefined;
  }

  /** The value's bytes, at most so many. */
  async bytes(tag: number, most: number): Promise<Buffer> {
    const entry = this.#entries.get(tag);
    return entry === undefined ? Buffer.alloc(0) : this.#bytesOf(entry, most);
  }

  /** Where a value lies that has no room in the entry; undefined where there is none. */
  stretch(tag: number): Stretch | undefined {
    const entry = this.#entries.get(tag);
    const length = entry === undefined ? 0 : entry.count * (TYPES[entry.type]?.bytes ?? 0);
    if (entry === undefined || length <= entry.field.length) return undefined;
    return { start: offsetIn(this.#layout, entry.field), length };
  }

  async #bytesOf({ type, count, field }: Entry, most: number): Promise<Buffer> {
    const length = count * (TYPES[type]?.bytes ?? 0);
    if (length <= field.length) return field.subarray(0, Math.min(length, most));
    return this.#layout.source.read(offsetIn(this.#layout, field), Math.min(length, most));
  }
}

function offsetIn({ order, big }: TiffLayout, bytes: Buffer): number {
  return big ? order.uint64(bytes, 0) : order.uint32(bytes, 0);
}
