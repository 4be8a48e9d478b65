import { Bits } from '../../bits.ts';
import type { Picture } from './picture.ts';
import { rawPayload } from './raw-payload.ts';

/** Profiles that say how colour is sampled; of the others it is 4:2:0. */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const MAX_CYCLE = 255;
const EXTENDED_ASPECT = 255;

/** Reads a sequence parameter set of H.264 (ITU-T H.264, 7.3.2.1), from the byte after its type on. */
export function readAvcSequence(unit: Buffer): Picture {
  const bits = new Bits(rawPayload(unit));
  const profile = bits.read(8);
  bits.skip(16);
  bits.golomb();
  const chroma = HIGH_PROFILES.has(profile) ? readChroma(bits) : 1;
  bits.golomb();
  skipOrder(bits);
  bits.golomb();
  bits.skip(1);
  const widthBlocks = bits.golomb() + 1;
  const heightUnits = bits.golomb() + 1;
  const fields = bits.flag() ? 1 : 2;
  if (fields === 2) bits.skip(1);
  bits.skip(1);
  const crop = readCrop(bits);
  const horizontal = chroma === 1 || chroma === 2 ? 2 : 1;
  const vertical = (chroma === 1 ? 2 : 1) * fields;
  return {
    widthPixels: widthBlocks * 16 - crop.horizontal * horizontal,
    heightPixels: heightUnits * 16 * fields - crop.vertical * vertical,
    framesPerSecond: readRate(bits),
  };
}

function readChroma(bits: Bits): number {
  const chroma = bits.golomb();
  if (chroma === 3) bits.skip(1);
  bits.golomb();
  bits.golomb();
  bits.skip(1);
  if (bits.flag()) skipScalingLists(bits, chroma === 3 ? 12 : 8);
  return chroma;
}

function skipScalingLists(bits: Bits, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  }
}

function skipScalingList(bits: Bits, size: number): void {
  let last = 8;
  let next = 8;
  for (let entry = 0; entry < size; entry += 1) {
    if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

/** How the order of pictures is counted. */
function skipOrder(bits: Bits): void {
  const type = bits.golomb();
  if (type === 0) bits.golomb();
  if (type !== 1) return;
  bits.skip(1);
  bits.golomb();
  bits.golomb();
  const cycle = Math.min(bits.golomb(), MAX_CYCLE);
  for (let frame = 0; frame < cycle; frame += 1) bits.golomb();
}

function readCrop(bits: Bits): { horizontal: number; vertical: number } {
  if (!bits.flag()) return { horizontal: 0, vertical: 0 };
  return { horizontal: bits.golomb() + bits.golomb(), vertical: bits.golomb() + bits.golomb() };
}

/** From the part on how to show it, when it has one that says when. */
function readRate(bits: Bits): number | undefined {
  if (!bits.flag()) return undefined;
  if (bits.flag() && bits.read(8) === EXTENDED_ASPECT) bits.skip(32);
  if (bits.flag()) bits.skip(1);
  if (bits.flag()) {
    bits.skip(4);
    if (bits.flag()) bits.skip(24);
  }
  if (bits.flag()) {
    bits.golomb();
    bits.golomb();
  }
  if (!bits.flag()) return undefined;
  const units = bits.read(32);
  const scale = bits.read(32);
  return units > 0 ? scale / (2 * units) : undefined;
}
