import { Bits } from '../bits.ts';

interface AacConfig {
  readonly objectType: number;
  readonly samplesPerSecond: number | undefined;
  readonly channels: number | undefined;
}

const RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const CHANNELS = [undefined, 1, 2, 3, 4, 5, 6, 8];
const EXPLICIT_RATE = 15;
const SPECTRAL_BAND_REPLICATION = 5;
const PARAMETRIC_STEREO = 29;
const ESCAPE = 31;
const EXTENSION = 0x2b7;
const MOST_BEFORE_EXTENSION = 512;

/** The rate that an index of AAC's table stands for. */
export function aacRate(index: number): number | undefined {
  return RATES[index];
}

/** The speakers of a channel configuration; undefined for 0, which leaves it to the stream. */
export function aacChannels(configuration: number): number | undefined {
  return CHANNELS[configuration];
}

/** Reads MPEG-4's AudioSpecificConfig (ISO/IEC 14496-3): what is heard, with spectral band replication. */
export function readAacConfig(bytes: Buffer): AacConfig {
  const bits = new Bits(bytes);
  const objectType = readObjectType(bits);
  const plain = { objectType, samplesPerSecond: readRate(bits), channels: aacChannels(bits.read(4)) };
  if (objectType === SPECTRAL_BAND_REPLICATION) return { ...plain, ...replicated(bits) };
  if (objectType !== PARAMETRIC_STEREO) return { ...plain, ...readExtension(bits) };
  return { ...plain, ...replicated(bits), channels: plain.channels === 1 ? 2 : plain.channels };
}

function replicated(bits: Bits): Partial<AacConfig> {
  const samplesPerSecond = readRate(bits);
  return samplesPerSecond === undefined ? {} : { samplesPerSecond };
}

/** Replication may be said behind all that older decoders read: three flags, or a list of the channels and a comment. */
function readExtension(bits: Bits): Partial<AacConfig> {
  let mark = bits.read(11);
  for (let bit = 0; bit < MOST_BEFORE_EXTENSION && mark !== EXTENSION; bit += 1) {
    mark = ((mark << 1) & 0x7ff) | bits.read(1);
  }
  if (mark !== EXTENSION || readObjectType(bits) !== SPECTRAL_BAND_REPLICATION || !bits.flag()) return {};
  return replicated(bits);
}

function readObjectType(bits: Bits): number {
  const type = bits.read(5);
  return type === ESCAPE ? 32 + bits.read(6) : type;
}

function readRate(bits: Bits): number | undefined {
  const index = bits.read(4);
  return index === EXPLICIT_RATE ? bits.read(24) : aacRate(index);
}
