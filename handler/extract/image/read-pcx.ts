import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads a PC Paintbrush picture's size and depth. */
export const readPcx: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 66);
  draft.image = {
    widthPixels: header.readUInt16LE(8) - header.readUInt16LE(4) + 1,
    heightPixels: header.readUInt16LE(10) - header.readUInt16LE(6) + 1,
    bitsPerChannel: header.readUInt8(3),
    channels: header.readUInt8(65),
  };
};
