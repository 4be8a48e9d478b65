import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

const FILE_HEADER = 14;
/** The oldest header, OS/2's, has sizes of 16 bits. */
const CORE_HEADER = 12;

/** Reads a Windows or OS/2 bitmap's size and colours. */
export const readBmp: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, FILE_HEADER, CORE_HEADER);
  if (bytes.readUInt32LE(0) === CORE_HEADER) {
    draft.image = {
      widthPixels: bytes.readUInt16LE(4),
      heightPixels: bytes.readUInt16LE(6),
      ...colors(bytes.readUInt16LE(10)),
    };
    return;
  }
  const longer = await exactBytes(source, FILE_HEADER, 16);
  draft.image = {
    widthPixels: Math.abs(longer.readInt32LE(4)),
    // Below zero: the rows go from top to bottom.
    heightPixels: Math.abs(longer.readInt32LE(8)),
    ...colors(longer.readUInt16LE(14)),
  };
};

/** From the bits of a pixel. */
function colors(bits: number): ImageDetails {
  if (bits === 16) return { colorModel: 'rgb', bitsPerChannel: 5, channels: 3 };
  if (bits === 24 || bits === 32) return { colorModel: 'rgb', bitsPerChannel: 8, channels: bits / 8 };
  return bits >= 1 && bits <= 8 ? { colorModel: 'indexed', bitsPerChannel: bits, channels: 1 } : {};
}
