import type { Frame, Framing } from './frame.ts';

const CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5];
const RATES = [48_000, 44_100, 32_000];
const KILOBITS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
const SYNC = 0x0b77;
/** Stream versions from here on are of Enhanced AC-3. */
const ENHANCED = 11;
const BLOCKS = [1, 2, 3, 6];

interface Ac3Frame extends Frame {
  readonly codec: 'ac3' | 'eac3';
  readonly bitsPerSecond: number;
}

/** Frames of AC-3 and Enhanced AC-3 (ETSI TS 102 366). */
export const ac3Framing: Framing<Ac3Frame> = { sync: SYNC >> 8, read: readHeader };

/** The speakers of an arrangement, with the one for low effects. */
export function ac3Channels(mode: number, lowEffects: boolean): number {
  return (CHANNELS[mode] ?? 0) + (lowEffects ? 1 : 0);
}

function readHeader(bytes: Buffer, position: number): Ac3Frame | undefined {
  if (position + 8 > bytes.length || bytes.readUInt16BE(position) !== SYNC) return undefined;
  const version = (bytes[position + 5] ?? 0) >> 3;
  if (version > 16) return undefined;
  return version < ENHANCED ? readPlain(bytes, position, version) : readEnhanced(bytes, position);
}

function readPlain(bytes: Buffer, position: number, version: number): Ac3Frame | undefined {
  const packed = bytes[position + 4] ?? 0;
  const kilobits = KILOBITS[(packed & 0x3f) >> 1];
  const rate = RATES[packed >> 6];
  if (kilobits === undefined || rate === undefined) return undefined;
  const word = bytes.readUInt16BE(position + 6);
  const mode = word >> 13;
  const slower = Math.max(0, version - 8);
  const oddWord = rate === 44_100 ? packed & 1 : 0;
  return {
    codec: 'ac3',
    samplesPerSecond: rate >> slower,
    channels: ac3Channels(mode, ((word >> lowEffectsBit(mode)) & 1) === 1),
    bitsPerSecond: (kilobits * 1000) >> slower,
    samples: 1536,
    length: 2 * (Math.floor((kilobits * 96_000) / rate) + oddWord),
  };
}

/** Mixing levels of two bits each stand before it, where the arrangement has speakers for them. */
function lowEffectsBit(mode: number): number {
  const centre = (mode & 1) !== 0 && mode !== 1 ? 2 : 0;
  const surround = (mode & 4) !== 0 ? 2 : 0;
  const dolby = mode === 2 ? 2 : 0;
  return 12 - centre - surround - dolby;
}

function readEnhanced(bytes: Buffer, position: number): Ac3Frame | undefined {
  const length = ((bytes.readUInt16BE(position + 2) & 0x7ff) + 1) * 2;
  const packed = bytes[position + 4] ?? 0;
  const full = RATES[packed >> 6];
  const half = RATES[(packed >> 4) & 3];
  const rate = full ?? (half === undefined ? undefined : half / 2);
  if (rate === undefined) return undefined;
  const blocks = full === undefined ? 6 : (BLOCKS[(packed >> 4) & 3] ?? 6);
  return {
    codec: 'eac3',
    samplesPerSecond: rate,
    channels: ac3Channels((packed >> 1) & 7, (packed & 1) === 1),
    bitsPerSecond: Math.round((length * 8 * rate) / (blocks * 256)),
    samples: blocks * 256,
    length,
  };
}
