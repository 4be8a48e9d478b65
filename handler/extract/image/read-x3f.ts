import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads the size of Sigma's raw files. https://exiftool.org/TagNames/SigmaRaw.html */
export const readX3f: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 36);
  draft.image = {
    widthPixels: header.readUInt32LE(28),
    heightPixels: header.readUInt32LE(32),
  };
};
