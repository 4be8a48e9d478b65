import { Bits } from '../../bits.ts';
import type { Picture } from './picture.ts';
import { rawPayload } from './raw-payload.ts';

const PROFILE_BITS = 88;
const LEVEL_BITS = 8;

/** Reads a sequence parameter set of HEVC (ITU-T H.265, 7.3.2.2), from the byte after its two of type on. */
export function readHevcSequence(unit: Buffer): Picture {
  const bits = new Bits(rawPayload(unit));
  bits.skip(4);
  const layers = bits.read(3);
  bits.skip(1);
  skipProfiles(bits, layers);
  bits.golomb();
  const chroma = bits.golomb();
  if (chroma === 3) bits.skip(1);
  const width = bits.golomb();
  const height = bits.golomb();
  const window = bits.flag();
  const [left, right, top, bottom] = window
    ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()]
    : [0, 0, 0, 0];
  const horizontal = chroma === 1 || chroma === 2 ? 2 : 1;
  const vertical = chroma === 1 ? 2 : 1;
  return {
    widthPixels: width - (left + right) * horizontal,
    heightPixels: height - (top + bottom) * vertical,
  };
}

function skipProfiles(bits: Bits, layers: number): void {
  bits.skip(PROFILE_BITS + LEVEL_BITS);
  const present: [boolean, boolean][] = [];
  for (let layer = 0; layer < layers; layer += 1) present.push([bits.flag(), bits.flag()]);
  if (layers > 0) bits.skip((8 - layers) * 2);
  for (const [profile, level] of present) bits.skip((profile ? PROFILE_BITS : 0) + (level ? LEVEL_BITS : 0));
}
