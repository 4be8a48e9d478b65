import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** How standard input is written among paths. */
export const STDIN = '-';

/** Whether a path is a stream, which gives its bytes once and in order: a pipe, or what `<(…)` stands for. */
export async function isPipe(path: string): Promise<boolean> {
  if (path === STDIN) return true;
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && (stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket());
}

/**
 * Keeps a stream's bytes in a file for as long as `use` runs: what is in a file often stands at its end, and a
 * stream cannot go back. Only its owner can read the file.
 */
export async function withKept<T>(
  stream: Readable,
  signal: AbortSignal,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-inspect-'));
  try {
    const path = join(folder, 'content');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }), { signal });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
