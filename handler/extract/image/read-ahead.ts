import type { ByteSource } from '../byte-source.ts';

/** What comes with the first request for a file anyway. */
const BEGINNING = 128 * 1024;
const FIRST = 64 * 1024;
const MOST = 2 * 1024 * 1024;

/**
 * A source for walking forward through much of a file: each time the walk leaves what was fetched, twice as much
 * comes at once, so that the number of requests stays small.
 */
export function readAhead(source: ByteSource): ByteSource {
  let ahead = FIRST;
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return {
    size: source.size,
    read: async (position, length) => {
      if (position >= start && position + length <= start + bytes.length) {
        return bytes.subarray(position - start, position - start + length);
      }
      const atBeginning = position < BEGINNING;
      bytes = await source.read(position, Math.max(length, atBeginning ? BEGINNING - position : ahead));
      start = position;
      if (!atBeginning) ahead = Math.min(ahead * 2, MOST);
      return bytes.subarray(0, length);
    },
  };
}
