import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const HEADER = 18;

/** Reads a Targa picture, which has no signature: what its header says must make sense. */
export const readTga: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  const colorModel = MODELS[header.readUInt8(2) & 7];
  const bits = header.readUInt8(16);
  if (colorModel === undefined || !DEPTHS.has(bits))
    throw new UnreadableError('its header is no Targa header');
  draft.image = {
    widthPixels: header.readUInt16LE(12),
    heightPixels: header.readUInt16LE(14),
    colorModel,
    ...(colorModel === 'rgb' ? rgbOf(bits) : { bitsPerChannel: 8, channels: Math.ceil(bits / 8) }),
    hasAlpha: (header.readUInt8(17) & 15) > 0,
  };
};

const DEPTHS: ReadonlySet<number> = new Set([8, 15, 16, 24, 32]);

const MODELS: Readonly<Record<number, NonNullable<ImageDetails['colorModel']>>> = {
  1: 'indexed',
  2: 'rgb',
  3: 'grey',
};

/** From the bits of a pixel. */
function rgbOf(bits: number): ImageDetails {
  return bits >= 24 ? { bitsPerChannel: 8, channels: bits / 8 } : { bitsPerChannel: 5, channels: 3 };
}
