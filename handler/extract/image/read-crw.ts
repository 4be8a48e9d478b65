import { type ByteSource, partOf } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { type ByteOrder, bigEndian, littleEndian } from './byte-order.ts';
import { supplement } from './supplement.ts';
import { textOfBytes } from './text-of-bytes.ts';

const MAX_HEAPS = 50;
const MAX_ENTRIES = 200;
const ENTRY = 10;
const MAX_VALUE = 64;

/** By Canon's numbers. https://exiftool.org/TagNames/CanonRaw.html */
const MAKE_AND_MODEL = 0x080a;
const TIME_TAKEN = 0x180e;
const IMAGE_INFO = 0x1810;

/** Reads CRW, Canon's older raw files: heaps of values, in heaps. */
export const readCrw: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 6);
  const order = header.toString('latin1', 0, 2) === 'II' ? littleEndian : bigEndian;
  const heaps = [partOf(source, order.uint32(header, 2), source.size)];
  for (let count = 0; count < MAX_HEAPS; count += 1) {
    const heap = heaps.pop();
    if (heap === undefined) break;
    heaps.push(...(await readHeap(heap, order, draft)));
  }
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it does not say its size');
};

/** Reads the values of a heap, which ends with where its directory lies; resolves to the heaps in it. */
async function readHeap(heap: ByteSource, order: ByteOrder, draft: Draft): Promise<ByteSource[]> {
  const pointer = await heap.read(heap.size - 4, 4);
  const start = pointer.length < 4 ? heap.size : order.uint32(pointer, 0);
  const count = await heap.read(start, 2);
  if (count.length < 2) return [];
  const entries = await heap.read(start + 2, Math.min(order.uint16(count, 0), MAX_ENTRIES) * ENTRY);
  const inner: ByteSource[] = [];
  for (let at = 0; at + ENTRY <= entries.length; at += ENTRY) {
    const tag = order.uint16(entries, at);
    const value = partOf(heap, order.uint32(entries, at + 6), order.uint32(entries, at + 2));
    if (isHeap(tag)) inner.push(value);
    else if (!isInEntry(tag)) readValue(tag, await value.read(0, MAX_VALUE), order, draft);
  }
  return inner;
}

function isHeap(tag: number): boolean {
  return (tag & 0x3800) === 0x2800 || (tag & 0x3800) === 0x3000;
}

/** Values of up to eight bytes stand in the directory itself; none of those matter here. */
function isInEntry(tag: number): boolean {
  return (tag & 0xc000) !== 0;
}

function readValue(tag: number, value: Buffer, order: ByteOrder, draft: Draft): void {
  if (tag === IMAGE_INFO && value.length >= 8) {
    const [widthPixels, heightPixels] = [order.uint32(value, 0), order.uint32(value, 4)];
    draft.image = supplement(draft.image, { widthPixels, heightPixels });
  } else if (tag === MAKE_AND_MODEL) {
    const end = value.indexOf(0) + 1;
    const [make, model] = [textOfBytes(value), textOfBytes(value.subarray(end))];
    draft.photo = supplement(draft.photo, { make, model });
  } else if (tag === TIME_TAKEN && value.length >= 4) {
    // The camera's clock counts its local time as if it were UTC.
    const taken = new Date(order.uint32(value, 0) * 1000).toISOString().slice(0, 19);
    draft.photo = supplement(draft.photo, { taken });
  }
}
