import type { Frame, Framing } from '../raw/frame.ts';

/** What the four bytes in front of each frame of MPEG audio say (layers I to III of MPEG-1, 2 and 2.5). */
export interface FrameHeader extends Frame {
  readonly codec: 'mp1' | 'mp2' | 'mp3';
  readonly channels: 1 | 2;
  readonly bitsPerSecond: number;
  /** Bytes of side information after the header, where an encoder may hide how long all of it is. */
  readonly sideBytes: number;
}

const KILOBITS_MPEG1: readonly (readonly number[])[] = [
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const KILOBITS_MPEG2_LAYER1 = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const KILOBITS_MPEG2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];
/** By the two bits of the version: 2.5, reserved, 2, 1. */
const RATE_DIVISORS = [4, undefined, 2, 1];
const CODECS = ['mp1', 'mp2', 'mp3'] as const;
const SIDE_BYTES_MPEG1 = { 1: 17, 2: 32 };
const SIDE_BYTES_MPEG2 = { 1: 9, 2: 17 };
const MONO = 3;

/** Frames of MPEG audio. */
export const mpegFraming: Framing<FrameHeader> = { sync: 0xff, read: readFrameHeader };

/** Reads a frame's header; undefined where there is none, or one of a rate that is not in the table. */
export function readFrameHeader(bytes: Buffer, position: number): FrameHeader | undefined {
  if (position < 0 || position + 4 > bytes.length) return undefined;
  const word = bytes.readUInt32BE(position);
  if (word >>> 21 !== 0x7ff) return undefined;
  const divisor = RATE_DIVISORS[(word >>> 19) & 3];
  const layer = 4 - ((word >>> 17) & 3);
  const rate = RATES[(word >>> 10) & 3];
  if (divisor === undefined || layer === 4 || rate === undefined) return undefined;
  const kilobits = kilobitsOf(layer, divisor > 1, ((word >>> 12) & 15) - 1);
  if (kilobits === undefined) return undefined;
  return describe(layer, divisor, rate / divisor, kilobits * 1000, word);
}

function kilobitsOf(layer: number, lowRate: boolean, index: number): number | undefined {
  if (!lowRate) return KILOBITS_MPEG1[layer - 1]?.[index];
  return (layer === 1 ? KILOBITS_MPEG2_LAYER1 : KILOBITS_MPEG2)[index];
}

function describe(
  layer: number,
  divisor: number,
  rate: number,
  bitsPerSecond: number,
  word: number,
): FrameHeader {
  const samples = samplesOf(layer, divisor > 1);
  const slot = layer === 1 ? 4 : 1;
  const padding = (word >>> 9) & 1;
  const channels = ((word >>> 6) & 3) === MONO ? 1 : 2;
  return {
    codec: CODECS[layer - 1] ?? 'mp3',
    samplesPerSecond: rate,
    channels,
    bitsPerSecond,
    samples,
    length: (Math.floor((samples * bitsPerSecond) / (8 * rate * slot)) + padding) * slot,
    sideBytes: divisor === 1 ? SIDE_BYTES_MPEG1[channels] : SIDE_BYTES_MPEG2[channels],
  };
}

function samplesOf(layer: number, lowRate: boolean): number {
  if (layer === 1) return 384;
  return layer === 3 && lowRate ? 576 : 1152;
}
