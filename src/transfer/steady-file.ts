import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FilepipeError } from '../errors.ts';

export interface SteadyFile {
  /** Exactly as many as `body` has. */
  readonly bytes: number;
  readonly body: Readable;
}

const BLOCK_BYTES = 1024 * 1024;

/**
 * Opens a file for `use`, and closes it afterwards. Its body ends with an error, instead of an end, when the
 * file was written to meanwhile or the signal is aborted: what was read can then not become an object.
 */
export async function withSteadyFile<T>(
  path: string,
  signal: AbortSignal,
  use: (file: SteadyFile) => Promise<T>,
): Promise<T> {
  const file = await open(path).catch((cause: Error) => {
    throw new FilepipeError(`cannot read ${path}: ${cause.message}`, { cause });
  });
  try {
    const { size, mtimeMs } = await file.stat();
    const blocks = readBlocks(file, size, signal);
    const body = Readable.from(untilChecked(blocks, file, { path, size, mtimeMs }), { objectMode: false });
    return await use({ bytes: size, body });
  } finally {
    await file.close();
  }
}

async function* readBlocks(file: FileHandle, size: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    signal.throwIfAborted();
    const length = Math.min(BLOCK_BYTES, size - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function* untilChecked(
  blocks: AsyncIterable<Buffer>,
  file: FileHandle,
  before: { readonly path: string; readonly size: number; readonly mtimeMs: number },
): AsyncGenerator<Buffer> {
  yield* blocks;
  const { size, mtimeMs } = await file.stat();
  if (size === before.size && mtimeMs === before.mtimeMs) return;
  throw new FilepipeError(`${before.path} changed while it was being read`, {
    hint: 'upload it again when nothing writes to it any more',
  });
}
