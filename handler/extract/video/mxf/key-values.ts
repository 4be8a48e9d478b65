import type { ByteSource } from '../../byte-source.ts';

/** A key, a length and a value: what MXF files are made of (SMPTE ST 377-1). */
export interface KeyValue {
  /** In hexadecimal, without the version in its eighth byte. */
  readonly key: string;
  readonly content: number;
  /** Not beyond the end of the file, whatever it claims. */
  readonly end: number;
}

const KEY = 16;
const LONGEST_LENGTH = 9;
const LABEL = '060e2b34';
const VERSION = 7;

/** Those that follow each other from a position on, `most` of them; ends at the first that cannot be one. */
export async function* keyValues(source: ByteSource, start: number, most: number): AsyncGenerator<KeyValue> {
  let position = start;
  for (let count = 0; count < most && position < source.size; count += 1) {
    const header = await source.read(position, KEY + LONGEST_LENGTH);
    const size = lengthAt(header, KEY);
    if (size === undefined || header.toString('hex', 0, 4) !== LABEL) return;
    const content = position + KEY + size.width;
    yield { key: labelOf(header), content, end: Math.min(content + size.value, source.size) };
    position = content + size.value;
  }
}

/** A universal label in hexadecimal, its version left out: what it stands for does not change with it. */
export function labelOf(bytes: Buffer): string {
  return `${bytes.toString('hex', 0, VERSION)}..${bytes.toString('hex', VERSION + 1, KEY)}`;
}

/** The items of a set: a tag of two bytes, a length of two, a value. */
export function itemsOf(bytes: Buffer): Map<number, Buffer> {
  const items = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    items.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, end));
    at = end;
  }
  return items;
}

/** One byte below 128, or how many bytes follow. */
function lengthAt(bytes: Buffer, position: number): { value: number; width: number } | undefined {
  const first = bytes[position];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, width: 1 };
  const width = first & 0x7f;
  const digits = bytes.subarray(position + 1, position + 1 + width);
  if (digits.length < width || width === 0) return undefined;
  return { value: digits.reduce((value, byte) => value * 256 + byte, 0), width: width + 1 };
}
