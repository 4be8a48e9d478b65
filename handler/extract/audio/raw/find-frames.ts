import type { Frame, Framing } from './frame.ts';

interface Found<F extends Frame> {
  /** Of the first frame in the bytes. */
  readonly position: number;
  readonly header: F;
}

/** Frames in a row that leave no doubt. */
const ENOUGH = 4;

/**
 * The first frame that is followed by others like it: two stray bytes look like a frame all too often. At the end of
 * the bytes fewer may follow, but one at least.
 */
export function findFrames<F extends Frame>(bytes: Buffer, { sync, read }: Framing<F>): Found<F> | undefined {
  for (let at = bytes.indexOf(sync); at >= 0; at = bytes.indexOf(sync, at + 1)) {
    const header = read(bytes, at);
    if (header !== undefined && isFollowed(bytes, at, header, read)) return { position: at, header };
  }
  return undefined;
}

function isFollowed(bytes: Buffer, start: number, first: Frame, read: Framing<Frame>['read']): boolean {
  let at = start + first.length;
  for (let count = 1; count < ENOUGH; count += 1) {
    if (at + 4 > bytes.length) return count > 1 || at === bytes.length;
    const next = read(bytes, at);
    if (next?.codec !== first.codec || next.samplesPerSecond !== first.samplesPerSecond) return false;
    at += next.length;
  }
  return true;
}
