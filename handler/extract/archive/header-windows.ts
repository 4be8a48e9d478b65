import type { ByteSource } from '../byte-source.ts';

/** Reads headers that lie one behind the other, with whatever they are the headers of between them. */
export type ReadHeader = (position: number, length: number) => Promise<Buffer | undefined>;

const KIB = 1024;
/** Of the first window: what reading a file begins with anyway. */
const FIRST = 128 * KIB;
/** When the headers come close behind each other. */
const NEXT = 512 * KIB;
/** When much lies between them; no less is read at a time. */
const AFAR = 4 * KIB;
/** Headers that are no farther apart come close behind each other. */
const NEAR = 64 * KIB;
const MAX_WINDOWS = 16;

/**
 * Reads in windows, of which it takes 16 at most: what comes then is undefined, as is what lies behind the end. So
 * an archive of small files is read up to about 7 MiB, and one of large files up to the sixteenth.
 */
export function headerWindows(source: ByteSource): ReadHeader {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  let count = 0;

  async function moveTo(position: number, length: number): Promise<boolean> {
    if (position < 0 || position + length > source.size || count === MAX_WINDOWS) return false;
    const usual = position < start + window.length + NEAR ? NEXT : AFAR;
    window = await source.read(position, Math.max(count === 0 ? FIRST : usual, length));
    start = position;
    count += 1;
    return true;
  }

  return async (position, length) => {
    const isInside = position >= start && position + length <= start + window.length;
    if (!isInside && !(await moveTo(position, length))) return undefined;
    const bytes = window.subarray(position - start, position - start + length);
    return bytes.length === length ? bytes : undefined;
  };
}
