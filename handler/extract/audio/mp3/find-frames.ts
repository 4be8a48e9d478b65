import { type FrameHeader, readFrameHeader } from './frame-header.ts';

interface Found {
  /** Of the first frame in the bytes. */
  readonly position: number;
  readonly header: FrameHeader;
}

/** Frames in a row that leave no doubt. */
const ENOUGH = 4;

/**
 * The first frame that is followed by others like it: two stray bytes look like a frame all too often. At the end of
 * the bytes fewer may follow, but one at least.
 */
export function findFrames(bytes: Buffer): Found | undefined {
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = readFrameHeader(bytes, at);
    if (header !== undefined && isFollowed(bytes, at, header)) return { position: at, header };
  }
  return undefined;
}

function isFollowed(bytes: Buffer, start: number, first: FrameHeader): boolean {
  let at = start + first.length;
  for (let count = 1; count < ENOUGH; count += 1) {
    if (at + 4 > bytes.length) return count > 1 || at === bytes.length;
    const next = readFrameHeader(bytes, at);
    if (next === undefined || !isAlike(first, next)) return false;
    at += next.length;
  }
  return true;
}

function isAlike(one: FrameHeader, other: FrameHeader): boolean {
  return one.codec === other.codec && one.samplesPerSecond === other.samplesPerSecond;
}
