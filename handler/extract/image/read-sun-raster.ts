import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads the size of a Sun raster picture. */
export const readSunRaster: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 16);
  draft.image = { widthPixels: header.readUInt32BE(4), heightPixels: header.readUInt32BE(8) };
};
