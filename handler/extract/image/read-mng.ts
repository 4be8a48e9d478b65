import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** Behind the signature, the length of the first chunk and its type. */
const HEADER = 16;

/** Reads the size of an MNG, an animation in PNG's chunks, and its frames where it says how many. */
export const readMng: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, HEADER + 20);
  if (bytes.toString('latin1', HEADER - 4, HEADER) !== 'MHDR') throw new UnreadableError('it has no header');
  // 0 and the greatest number stand for "unknown" and "without end".
  const frames = bytes.readUInt32BE(HEADER + 16);
  draft.image = {
    widthPixels: bytes.readUInt32BE(HEADER),
    heightPixels: bytes.readUInt32BE(HEADER + 4),
    ...(frames > 0 && frames < 0x7fffffff ? { frames } : {}),
  };
};
