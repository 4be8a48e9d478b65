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
  const longer = await exactBytes(source, FILE_HEADER, 20);
  const bits = longer.readUInt16LE(14);
  const masks = longer.readUInt32LE(16) === BITFIELDS ? await source.read(MASKS, 12) : undefined;
  draft.image = {
    widthPixels: Math.abs(longer.readInt32LE(4)),
    // Below zero: the rows go from top to bottom.
    heightPixels: Math.abs(longer.readInt32LE(8)),
    ...colors(bits),
    ...(masks?.length === 12 ? { bitsPerChannel: widest(masks) } : {}),
  };
};

/** How the pixels are packed: masks say which bits belong to red, green and blue. */
const BITFIELDS = 3;
const MASKS = FILE_HEADER + 40;

/** Of the three: green often has a bit more. */
function widest(masks: Buffer): number {
  return Math.max(...[0, 4, 8].map((at) => onesIn(masks.readUInt32LE(at))));
}

function onesIn(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** From the bits of a pixel. */
function colors(bits: number): ImageDetails {
  if (bits === 16) return { colorModel: 'rgb', bitsPerChannel: 5, channels: 3 };
  if (bits === 24 || bits === 32) return { colorModel: 'rgb', bitsPerChannel: 8, channels: bits / 8 };
  return bits >= 1 && bits <= 8 ? { colorModel: 'indexed', bitsPerChannel: bits, channels: 1 } : {};
}
