import { Bits } from '../../bits.ts';
import { readAacConfig } from '../aac-config.ts';

const SYNC = 0x56;
const HEADER = 3;
/** The longest that a configuration without a length of its own can be before what it is for. */
const CONFIG = 5;
const MOST_CONFIG = 64;
const MAX_FRAMES = 1000;

/**
 * What the first frame that says so tells of AAC in a LOAS stream (ISO/IEC 14496-3, 1.7); undefined when none does.
 * Only frames that another one follows count.
 */
export function readLatm(bytes: Buffer): Omit<ReturnType<typeof readAacConfig>, 'objectType'> | undefined {
  let at = bytes.indexOf(SYNC);
  for (let frame = 0; frame < MAX_FRAMES && at >= 0; frame += 1) {
    const next = nextFrame(bytes, at);
    const isFollowed = next !== undefined && (next === bytes.length || nextFrame(bytes, next) !== undefined);
    const config = isFollowed ? readStreamMux(bytes.subarray(at + HEADER, next)) : undefined;
    if (config?.samplesPerSecond !== undefined) {
      return { samplesPerSecond: config.samplesPerSecond, channels: config.channels };
    }
    at = isFollowed ? next : bytes.indexOf(SYNC, at + 1);
  }
  return undefined;
}

/** Eleven bits of a mark, then thirteen of the length behind them. */
function nextFrame(bytes: Buffer, at: number): number | undefined {
  if (at + HEADER > bytes.length) return undefined;
  const word = bytes.readUIntBE(at, HEADER);
  return word >> 13 === 0x2b7 ? at + HEADER + (word & 0x1fff) : undefined;
}

/** The configuration of the first program's first layer; undefined where the frame has that of an earlier one. */
function readStreamMux(frame: Buffer): ReturnType<typeof readAacConfig> | undefined {
  const bits = new Bits(frame);
  const isAsBefore = bits.flag();
  const version = bits.read(1);
  if (isAsBefore || (version === 1 && bits.flag())) return undefined;
  if (version === 1) readValue(bits);
  bits.skip(1 + 6 + 4 + 3);
  const length = version === 1 ? Math.min(MOST_CONFIG, Math.ceil(readValue(bits) / 8)) : CONFIG;
  return readAacConfig(Buffer.from(Array.from({ length }, () => bits.read(8))));
}

/** A number of as many bytes as the two bits in front of it say, and one. */
function readValue(bits: Bits): number {
  return bits.read((bits.read(2) + 1) * 8);
}
