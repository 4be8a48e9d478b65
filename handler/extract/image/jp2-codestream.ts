import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const HEADER = 43;
const START_AND_SIZE = 0xff4fff51;

/** Reads a bare JPEG 2000 codestream (J2K, J2C). */
export const readCodestream: Reader = async ({ source }, draft) => {
  const image = codestreamPicture(await exactBytes(source, 0, HEADER));
  if (image.widthPixels === undefined) throw new UnreadableError('it has no size');
  draft.image = image;
};

/** What a codestream says of its picture; nothing when the bytes do not begin one. */
export function codestreamPicture(bytes: Buffer): ImageDetails {
  if (bytes.length < HEADER || bytes.readUInt32BE(0) !== START_AND_SIZE) return {};
  return {
    widthPixels: bytes.readUInt32BE(8) - bytes.readUInt32BE(16),
    heightPixels: bytes.readUInt32BE(12) - bytes.readUInt32BE(20),
    channels: bytes.readUInt16BE(40),
    bitsPerChannel: (bytes.readUInt8(42) & 0x7f) + 1,
  };
}
