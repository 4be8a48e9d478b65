import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { bigEndian, littleEndian } from './byte-order.ts';

/** Where the width stands; the height follows. */
const SIZE = 772;

/** Reads the size of a frame of film (DPX). */
export const readDpx: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, SIZE + 8);
  const order = header.toString('latin1', 0, 4) === 'SDPX' ? bigEndian : littleEndian;
  draft.image = { widthPixels: order.uint32(header, SIZE), heightPixels: order.uint32(header, SIZE + 4) };
};
