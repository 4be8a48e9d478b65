import type { ByteSource } from './byte-source.ts';
import { UnreadableError } from './unreadable-error.ts';

/** Gets the bytes from `start` up to and without `end`, both inside the file: one request to S3. */
export type FetchRange = (start: number, end: number) => Promise<Buffer>;

export interface Usage {
  readonly reads: number;
  readonly bytes: number;
}

export interface RangedSource extends ByteSource {
  /** What was fetched so far. */
  readonly usage: Usage;
}

/** No file costs more than this, whatever it claims to be. */
const MAX_READS = 64;
const MAX_BYTES = 32 * 1024 * 1024;

const BLOCK = 64 * 1024;
/** Most files say all that matters at their beginning. */
const FIRST_BLOCKS = 2;
const CACHED_BLOCKS = 64;

/** How much of a file of this size is read first, in bytes. */
export function beginningOf(size: number): number {
  return Math.min(size, FIRST_BLOCKS * BLOCK);
}

/**
 * Reads a file in blocks and keeps those used last, 4 MiB at most. Blocks that are missing side by side come in
 * one request. Rejects with an `UnreadableError` once the file has cost 64 requests or 32 MiB. A `beginning` is the
 * first of these requests, fetched by somebody else.
 */
export function rangedSource(size: number, fetch: FetchRange, beginning?: Buffer): RangedSource {
  const cache = new Map<number, Buffer>();
  const usage = { reads: 0, bytes: 0 };
  if (beginning !== undefined) {
    usage.reads = 1;
    usage.bytes = beginning.length;
    keep(0, beginning);
  }

  async function fetchWithin(start: number, end: number): Promise<Buffer> {
    if (usage.reads >= MAX_READS) throw new UnreadableError(`it takes more than ${MAX_READS} reads`);
    if (usage.bytes + end - start > MAX_BYTES) {
      throw new UnreadableError(`it takes more than ${MAX_BYTES / 1024 / 1024} MiB of reading`);
    }
    usage.reads += 1;
    usage.bytes += end - start;
    return fetch(start, end);
  }

  async function load(first: number, last: number): Promise<void> {
    const from = first * BLOCK;
    keep(first, await fetchWithin(from, Math.min((last + 1) * BLOCK, size)));
  }

  /** Puts bytes into the cache, from the beginning of a block on. */
  function keep(first: number, bytes: Buffer): void {
    for (let start = 0; start < bytes.length; start += BLOCK) {
      cache.set(first + start / BLOCK, bytes.subarray(start, start + BLOCK));
    }
  }

  /** The blocks, in order, each now the most recently used. */
  async function blocks(first: number, last: number): Promise<Buffer[]> {
    for (const [from, to] of missingRuns(cache, first, last)) await load(from, to);
    const found: Buffer[] = [];
    for (let block = first; block <= last; block += 1) {
      const bytes = cache.get(block) ?? Buffer.alloc(0);
      cache.delete(block);
      cache.set(block, bytes);
      found.push(bytes);
    }
    for (const block of cache.keys()) {
      if (cache.size <= CACHED_BLOCKS) break;
      cache.delete(block);
    }
    return found;
  }

  async function read(position: number, length: number): Promise<Buffer> {
    const end = Math.min(position + length, size);
    if (!(position >= 0 && position < end)) return Buffer.alloc(0);
    const first = Math.floor(position / BLOCK);
    const last = Math.floor((end - 1) / BLOCK);
    if (last - first >= CACHED_BLOCKS) return fetchWithin(position, end);
    const start = first * BLOCK;
    const ahead = usage.reads === 0 && first === 0 ? Math.min(FIRST_BLOCKS, Math.ceil(size / BLOCK)) - 1 : 0;
    const found = await blocks(first, Math.max(last, ahead));
    const [only] = found;
    const bytes = found.length === 1 && only !== undefined ? only : Buffer.concat(found);
    return bytes.subarray(position - start, end - start);
  }

  return { size, read, usage };
}

/** The stretches of blocks between `first` and `last` that the cache lacks. */
function missingRuns(cache: ReadonlyMap<number, Buffer>, first: number, last: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let block = first; block <= last; block += 1) {
    if (cache.has(block)) continue;
    const run = runs.at(-1);
    if (run?.[1] === block - 1) run[1] = block;
    else runs.push([block, block]);
  }
  return runs;
}
