import { aacChannels, aacRate } from '../aac-config.ts';

/** What is in front of each frame of AAC in an ADTS stream (ISO/IEC 13818-7). */
export interface AdtsHeader {
  readonly samplesPerSecond: number;
  readonly channels: number | undefined;
  /** Of each channel. */
  readonly samples: number;
  /** Bytes from this header to the next. */
  readonly length: number;
}

const LENGTH = 7;
const SAMPLES = 1024;

/** Reads a header; undefined where there is none. */
export function readAdtsHeader(bytes: Buffer, position: number): AdtsHeader | undefined {
  if (position < 0 || position + LENGTH > bytes.length) return undefined;
  const word = bytes.readUInt32BE(position);
  // Twelve bits of ones, and a layer of zero: MPEG audio never has that.
  if (word >>> 20 !== 0xfff || ((word >>> 17) & 3) !== 0) return undefined;
  const samplesPerSecond = aacRate((word >>> 10) & 15);
  const length = ((word & 3) << 11) | (bytes.readUInt16BE(position + 4) >> 5);
  if (samplesPerSecond === undefined || length < LENGTH) return undefined;
  const blocks = (bytes.readUInt8(position + 6) & 3) + 1;
  return { samplesPerSecond, channels: aacChannels((word >>> 6) & 7), samples: blocks * SAMPLES, length };
}
