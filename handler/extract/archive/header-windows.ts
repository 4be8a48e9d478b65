import type { ByteSource } from '../byte-source.ts';

/** Reads headers that lie one behind the other, with whatever they are the headers of between them. */
export type ReadHeader = (position: number, length: number) => Promise<Buffer | undefined>;

const WINDOW = 512 * 1024;
const MAX_WINDOWS = 16;

/**
 * Reads in windows of 512 KiB, of which it takes 16 at most: what comes then is undefined, as is what lies behind the
 * end. A file of many small parts is so read up to 8 MiB, one of large parts up to the sixteenth.
 */
export function headerWindows(source: ByteSource): ReadHeader {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  let count = 0;
  return async (position, length) => {
    if (position < start || position + length > start + window.length) {
      if (position < 0 || position + length > source.size || count === MAX_WINDOWS) return undefined;
      count += 1;
      start = position;
      window = await source.read(position, Math.max(WINDOW, length));
    }
    const bytes = window.subarray(position - start, position - start + length);
    return bytes.length === length ? bytes : undefined;
  };
}
