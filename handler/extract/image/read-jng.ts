import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** Behind the signature, the length of the first chunk and its type. */
const HEADER = 16;

/** Reads the size and colours of a JNG: a JPEG, with transparency, in the chunks of a PNG. */
export const readJng: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, HEADER + 10);
  if (bytes.toString('latin1', HEADER - 4, HEADER) !== 'JHDR') throw new UnreadableError('it has no header');
  const bits = bytes.readUInt8(HEADER + 9);
  draft.image = {
    widthPixels: bytes.readUInt32BE(HEADER),
    heightPixels: bytes.readUInt32BE(HEADER + 4),
    ...COLORS[bytes.readUInt8(HEADER + 8)],
    // 20 says that it comes in 8 and in 12.
    bitsPerChannel: bits === 20 ? 12 : bits,
  };
};

/** http://www.libpng.org/pub/mng/spec/jng.html#JHDR */
const COLORS: Readonly<Record<number, ImageDetails>> = {
  8: { colorModel: 'grey', channels: 1, hasAlpha: false },
  10: { colorModel: 'ycbcr', channels: 3, hasAlpha: false },
  12: { colorModel: 'grey', channels: 2, hasAlpha: true },
  14: { colorModel: 'ycbcr', channels: 4, hasAlpha: true },
};
