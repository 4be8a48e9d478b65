import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Reads a "Quite OK Image". https://qoiformat.org/qoi-specification.pdf */
export const readQoi: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 14);
  const channels = header.readUInt8(12);
  draft.image = {
    widthPixels: header.readUInt32BE(4),
    heightPixels: header.readUInt32BE(8),
    bitsPerChannel: 8,
    channels,
    colorModel: 'rgb',
    hasAlpha: channels === 4,
  };
};
