import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads the size and colours of a GIMP picture. */
export const readXcf: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 26);
  const colorModel = MODELS[header.readUInt32BE(22)];
  draft.image = {
    widthPixels: header.readUInt32BE(14),
    heightPixels: header.readUInt32BE(18),
    ...(colorModel === undefined ? {} : { colorModel }),
  };
};

const MODELS: Readonly<Record<number, NonNullable<ImageDetails['colorModel']>>> = {
  0: 'rgb',
  1: 'grey',
  2: 'indexed',
};
