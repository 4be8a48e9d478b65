import { Bits } from '../../bits.ts';
import type { Picture } from './picture.ts';

const EXTENDED_ASPECT = 15;
/** Of the model of a decoder's buffer. */
const BUFFER_BITS = 79;
const RECTANGLE = 0;

/** Reads the header of a video object layer (ISO/IEC 14496-2, 6.2.3), behind its start code. */
export function readMpeg4Layer(unit: Buffer): Partial<Picture> {
  const bits = new Bits(unit);
  bits.skip(9);
  if (bits.flag()) bits.skip(7);
  if (bits.read(4) === EXTENDED_ASPECT) bits.skip(16);
  if (bits.flag()) {
    bits.skip(3);
    if (bits.flag()) bits.skip(BUFFER_BITS);
  }
  const shape = bits.read(2);
  bits.skip(1);
  const resolution = bits.read(16);
  bits.skip(1);
  const increment = bits.flag() ? bits.read(Math.max(1, Math.ceil(Math.log2(resolution)))) : 0;
  bits.skip(1);
  const widthPixels = bits.read(13);
  bits.skip(1);
  const heightPixels = bits.read(13);
  const framesPerSecond = increment > 0 ? resolution / increment : undefined;
  return shape === RECTANGLE ? { widthPixels, heightPixels, framesPerSecond } : { framesPerSecond };
}
