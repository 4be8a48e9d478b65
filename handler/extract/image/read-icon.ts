import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const HEADER = 6;
const ENTRY = 16;
const MAX_PICTURES = 1000;

/** Reads a Windows icon or cursor: how many pictures it holds, and the size of the first. */
export const readIcon: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  const count = Math.min(header.readUInt16LE(4), MAX_PICTURES);
  const entries = await source.read(HEADER, count * ENTRY);
  const sizes: { widthPixels: number; heightPixels: number }[] = [];
  for (let at = 0; at + ENTRY <= entries.length; at += ENTRY) {
    sizes.push({ widthPixels: entries[at] || 256, heightPixels: entries[at + 1] || 256 });
  }
  const [first] = sizes;
  if (first === undefined) throw new UnreadableError('it holds no picture');
  draft.image = { ...first, frames: sizes.length };
};
