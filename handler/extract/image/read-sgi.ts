import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads a picture of Silicon Graphics' making. */
export const readSgi: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 12);
  const channels = header.readUInt16BE(10);
  draft.image = {
    widthPixels: header.readUInt16BE(6),
    heightPixels: header.readUInt16BE(8),
    bitsPerChannel: header.readUInt8(3) * 8,
    channels,
    colorModel: channels < 3 ? 'grey' : 'rgb',
    hasAlpha: channels === 2 || channels === 4,
  };
};
