import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads the size of a DirectDraw surface. */
export const readDds: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 20);
  draft.image = { widthPixels: header.readUInt32LE(16), heightPixels: header.readUInt32LE(12) };
};
