import type { ByteSource } from '../../byte-source.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { type EndRecord, findEndRecord } from './end-record.ts';
import { type ZipEntry, zipEntryAt } from './zip-entry.ts';

/** The central directory of a zip, added up. */
export interface ZipDirectory {
  readonly entries: number;
  readonly folders: number;
  readonly encrypted: boolean;
  readonly uncompressedBytes: number;
  /** There are more entries than were read. */
  readonly partial: boolean;
  readonly comment: Buffer;
  /** To be added to the entries' offsets. */
  readonly shift: number;
  /** By name; only the first 10,000. */
  readonly byName: ReadonlyMap<string, ZipEntry>;
}

const MAX_ENTRIES = 100_000;
const MAX_NAMED = 10_000;
/** Reads of a large directory. A record is at most 192 KiB long. */
const CHUNK = 1024 * 1024;
const MAX_CHUNKS = 16;

/** Reads a zip's directory from its end. Throws an `UnreadableError` when there is none. */
export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory> {
  const end = await findEndRecord(source);
  const byName = new Map<string, ZipEntry>();
  const sums = { entries: 0, folders: 0, encrypted: false, uncompressedBytes: 0 };
  const isWhole = await visitEntries(source, end, (entry) => {
    sums.entries += 1;
    if (entry.isFolder) sums.folders += 1;
    sums.encrypted ||= entry.isEncrypted;
    sums.uncompressedBytes += entry.uncompressedBytes;
    if (byName.size < MAX_NAMED && !byName.has(entry.name)) byName.set(entry.name, entry);
  });
  if (end.entries > 0 && sums.entries === 0) {
    throw new UnreadableError('its central directory is damaged or encrypted');
  }
  const partial = !isWhole || end.entries > sums.entries;
  return { ...sums, partial, comment: end.comment, shift: end.shift, byName };
}

/** Resolves to false when there are more than it takes. */
async function visitEntries(
  source: ByteSource,
  end: EndRecord,
  visit: (entry: ZipEntry) => void,
): Promise<boolean> {
  const last = end.directoryStart + end.directoryBytes;
  let position = end.directoryStart;
  let count = 0;
  for (let chunk = 0; chunk < MAX_CHUNKS && position < last; chunk += 1) {
    const bytes = await source.read(position, Math.min(CHUNK, last - position));
    let at = 0;
    for (let next = zipEntryAt(bytes, at); next !== undefined; next = zipEntryAt(bytes, at)) {
      if (count === MAX_ENTRIES) return false;
      count += 1;
      visit(next.entry);
      at += next.length;
    }
    if (at === 0) return true;
    position += at;
  }
  return position >= last;
}
