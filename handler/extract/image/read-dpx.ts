import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { bigEndian, littleEndian } from './byte-order.ts';

/** Where the width stands; the height follows. */
const SIZE = 772;
/** Of the first of the picture's elements. */
const DESCRIPTOR = 800;
const BITS = 803;

/** Reads the size and colours of a frame of film (DPX). */
export const readDpx: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, BITS + 1);
  const order = header.toString('latin1', 0, 4) === 'SDPX' ? bigEndian : littleEndian;
  draft.image = {
    widthPixels: order.uint32(header, SIZE),
    heightPixels: order.uint32(header, SIZE + 4),
    bitsPerChannel: header.readUInt8(BITS),
    ...COLORS[header.readUInt8(DESCRIPTOR)],
  };
};

/** By SMPTE 268M's numbers. */
const COLORS: Readonly<Record<number, ImageDetails>> = {
  6: { colorModel: 'grey', channels: 1 },
  50: { colorModel: 'rgb', channels: 3 },
  51: { colorModel: 'rgb', channels: 4, hasAlpha: true },
  52: { colorModel: 'rgb', channels: 4, hasAlpha: true },
  100: { colorModel: 'ycbcr', channels: 3 },
};
