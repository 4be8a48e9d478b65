import { randomBytes } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Storage, Write } from '../storage.ts';

/** A file of bytes that never changes, owned by exactly one record. */
export interface Blob {
  readonly id: string;
  readonly size: number;
}

/**
 * Files under `<dataDir>/s3`. A blob that no record owns is *loose*, and written down as such before its
 * file exists and until its file is gone: whatever a kill leaves behind is found at the next start.
 */
export interface BlobStore {
  /** A new, loose blob of everything that `bytes` yields. Leaves nothing behind when that fails. */
  write(bytes: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Changes by which a record becomes the owner of blobs. */
  owning(blobs: readonly Blob[]): Write[];
  /** Changes by which blobs lose their owner; `drop` them once these are written. */
  loosing(blobs: readonly Blob[]): Write[];
  /** Removes loose blobs, as soon as nobody reads them. */
  drop(blobs: readonly Blob[]): void;
  /**
   * The bytes of blobs in a row, from `start` up to and without `end`. From this call until the stream is
   * closed their files stay, whatever is dropped meanwhile.
   */
  read(blobs: readonly Blob[], start: number, end: number): Readable;
  /** The same, when it is little and lies in one blob; else undefined. The file is read before this returns. */
  readAtOnce(blobs: readonly Blob[], start: number, end: number): Buffer | undefined;
  /** Waits for what is being written, and for removals. */
  close(): Promise<void>;
}

/** Opens the store, clearing away the loose blobs of an earlier run. */
export async function openBlobs(storage: Storage, onFault: (error: unknown) => void): Promise<BlobStore> {
  const folder = join(storage.folder, 's3');
  const looseBlobs = storage.table<true>('s3/loose-blobs');
  const readers = new Map<string, number>();
  const doomed = new Set<string>();
  const underWay = new Set<Promise<unknown>>();

  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
  const idsOf = (blobs: readonly Blob[]) => blobs.map(({ id }) => id);

  const leftOver: string[] = [];
  for await (const [id] of looseBlobs.range()) leftOver.push(id);
  await remove(leftOver);

  return {
    write: (bytes) => tracked(writeLoose(bytes)),
    owning: (blobs) => blobs.map(({ id }) => looseBlobs.deleting(id)),
    loosing: (blobs) => blobs.map(({ id }) => looseBlobs.putting(id, true)),
    drop(blobs) {
      const unread = idsOf(blobs).filter((id) => !readers.has(id));
      for (const id of idsOf(blobs)) if (readers.has(id)) doomed.add(id);
      removeLater(unread);
    },
    read(blobs, start, end) {
      const ids = idsOf(blobs);
      for (const id of ids) readers.set(id, (readers.get(id) ?? 0) + 1);
      const stream = Readable.from(bytesOf(blobs, start, end, pathOf), { objectMode: false });
      stream.once('close', () => release(ids));
      return stream;
    },
    readAtOnce(blobs, start, end) {
      const [only, ...others] = blobs;
      if (only === undefined || others.length > 0 || end - start > AT_ONCE_BYTES) return undefined;
      return readPiece(pathOf(only.id), start, end - start);
    },
    async close() {
      await Promise.allSettled(underWay);
    },
  };

  async function writeLoose(bytes: AsyncIterable<Uint8Array>): Promise<Blob> {
    const id = randomBytes(16).toString('hex');
    await looseBlobs.put(id, true);
    try {
      return { id, size: await writeFile(pathOf(id), bytes) };
    } catch (error) {
      await remove([id]);
      throw error;
    }
  }

  function release(ids: readonly string[]): void {
    const dropped: string[] = [];
    for (const id of ids) {
      const left = (readers.get(id) ?? 1) - 1;
      if (left > 0) readers.set(id, left);
      else readers.delete(id);
      if (left === 0 && doomed.delete(id)) dropped.push(id);
    }
    removeLater(dropped);
  }

  function removeLater(ids: readonly string[]): void {
    if (ids.length > 0) tracked(remove(ids)).catch(onFault);
  }

  /** Keeps `close` waiting for work whose request may be over: its client can have gone away. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    const watched = work.finally(() => underWay.delete(watched));
    underWay.add(watched);
    return watched;
  }

  /** What cannot be removed now stays loose, for the next start. */
  async function remove(ids: readonly string[]): Promise<void> {
    const removed: Write[] = [];
    for (const id of ids) {
      if (await unlinked(pathOf(id))) removed.push(looseBlobs.deleting(id));
    }
    await storage.write(removed);
  }
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await create(path);
  let size = 0;
  try {
    for await (const chunk of bytes) {
      await file.writeFile(chunk);
      size += chunk.length;
    }
  } finally {
    await file.close();
  }
  return size;
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'wx');
  }
}

async function unlinked(path: string): Promise<boolean> {
  try {
    await unlink(path);
  } catch (error) {
    return isCode(error, 'ENOENT');
  }
  return true;
}

async function* bytesOf(
  blobs: readonly Blob[],
  start: number,
  end: number,
  pathOf: (id: string) => string,
): AsyncIterable<Buffer> {
  let offset = 0;
  for (const { id, size } of blobs) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size)];
    offset += size;
    if (from < to)
      yield* createReadStream(pathOf(id), { start: from, end: to - 1, highWaterMark: READ_BYTES });
  }
}

const READ_BYTES = 256 * 1024;

/** Takes less time than a stream, whose every step waits for the turn of a worker thread. */
const AT_ONCE_BYTES = 128 * 1024;

function readPiece(path: string, position: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  } finally {
    closeSync(file);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
