import { Bits } from '../../bits.ts';
import type { Frame, Framing } from './frame.ts';

const SYNC = 0x7ffe_8001;
const RATES = [0, 8000, 16_000, 32_000, 0, 0, 11_025, 22_050, 44_100, 0, 0, 12_000, 24_000, 48_000];
const CHANNELS = [1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8];

/** Frames of DTS (ETSI TS 102 114), as they are outside of discs: big-endian, of 16 bits. */
export const dtsFraming: Framing<Frame> = { sync: 0x7f, read: readDtsHeader };

function readDtsHeader(bytes: Buffer, position: number): Frame | undefined {
  if (position + 12 > bytes.length || bytes.readUInt32BE(position) !== SYNC) return undefined;
  const bits = new Bits(bytes.subarray(position + 4, position + 12));
  bits.skip(7);
  const samples = (bits.read(7) + 1) * 32;
  const length = bits.read(14) + 1;
  const speakers = CHANNELS[bits.read(6)];
  const samplesPerSecond = RATES[bits.read(4)] ?? 0;
  bits.skip(15);
  const lowEffects = [1, 2].includes(bits.read(2)) ? 1 : 0;
  if (samplesPerSecond === 0 || length < 96) return undefined;
  const channels = speakers === undefined ? undefined : speakers + lowEffects;
  return { codec: 'dts', samplesPerSecond, channels, samples, length };
}
