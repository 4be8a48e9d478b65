import type { ByteSource } from '../../byte-source.ts';
import { UnreadableError } from '../../unreadable-error.ts';

/** Where a zip's central directory lies in the file. */
export interface EndRecord {
  readonly directoryStart: number;
  readonly directoryBytes: number;
  /** To be added to every offset in the directory: what stands before the zip, such as a program that unpacks it. */
  readonly shift: number;
  /** As the record counts them; of untold worth in a damaged file. */
  readonly entries: number;
  readonly comment: Buffer;
}

const SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const LENGTH = 22;
const MAX_COMMENT = 0xffff;
const LOCATOR_LENGTH = 20;
const LOCATOR = 0x07064b50;
const ZIP64_LENGTH = 56;
const ZIP64 = 0x06064b50;

/** Finds the record that ends a zip, also where other bytes follow it. Throws an `UnreadableError` when there is none. */
export async function findEndRecord(source: ByteSource): Promise<EndRecord> {
  const tailStart = Math.max(0, source.size - LENGTH - MAX_COMMENT - LOCATOR_LENGTH);
  const tail = await source.read(tailStart, source.size - tailStart);
  const found = lastEndRecord(tail);
  if (found === undefined) throw new UnreadableError('it has no central directory');
  const record = tail.subarray(found);
  const comment = record.subarray(LENGTH, LENGTH + record.readUInt16LE(20));
  const narrow = {
    entries: record.readUInt16LE(10),
    directoryBytes: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
    end: tailStart + found,
  };
  const wide = await zip64Record(source, tail.subarray(0, found), narrow.end);
  const { entries, directoryBytes, offset, end } = wide ?? narrow;
  if (directoryBytes > end) throw new UnreadableError('its central directory is cut off');
  const shift = await shiftOf(source, end - directoryBytes - offset, offset);
  return { directoryStart: offset + shift, directoryBytes, shift, entries, comment };
}

/** The last one whose comment ends where the file does, else the last one whose comment ends inside it. */
function lastEndRecord(tail: Buffer): number | undefined {
  let inside: number | undefined;
  for (
    let at = tail.lastIndexOf(SIGNATURE);
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf(SIGNATURE, at - 1)
  ) {
    if (at + LENGTH > tail.length) continue;
    const end = at + LENGTH + tail.readUInt16LE(at + 20);
    if (end === tail.length) return at;
    if (end < tail.length) inside ??= at;
  }
  return inside;
}

interface Place {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly offset: number;
  /** Where the directory ends if nothing stands between. */
  readonly end: number;
}

/** Its locator stands right before the end record; it itself usually right before that. */
async function zip64Record(source: ByteSource, before: Buffer, end: number): Promise<Place | undefined> {
  const at = before.length - LOCATOR_LENGTH;
  if (at < 0 || before.readUInt32LE(at) !== LOCATOR) return undefined;
  const told = Number(before.readBigUInt64LE(at + 8));
  for (const start of [told, end - LOCATOR_LENGTH - ZIP64_LENGTH]) {
    const record = start < source.size ? await source.read(start, ZIP64_LENGTH) : Buffer.alloc(0);
    if (record.length < ZIP64_LENGTH || record.readUInt32LE(0) !== ZIP64) continue;
    return {
      entries: Number(record.readBigUInt64LE(32)),
      directoryBytes: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      end: start,
    };
  }
  return undefined;
}

/** The directory stands right before its end record, or, where something was put between, at its own word. */
async function shiftOf(source: ByteSource, shift: number, offset: number): Promise<number> {
  if (shift === 0) return 0;
  const there = await source.read(offset + shift, 2);
  return there.toString('latin1') === 'PK' ? shift : 0;
}
