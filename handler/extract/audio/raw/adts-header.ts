import { aacChannels, aacRate } from '../aac-config.ts';
import type { Frame, Framing } from './frame.ts';

const LENGTH = 7;
const SAMPLES = 1024;

/** Frames of AAC in an ADTS stream (ISO/IEC 13818-7). */
export const adtsFraming: Framing<Frame> = { sync: 0xff, read: readHeader };

function readHeader(bytes: Buffer, position: number): Frame | undefined {
  if (position + LENGTH > bytes.length) return undefined;
  const word = bytes.readUInt32BE(position);
  // Twelve bits of ones, and a layer of zero: MPEG audio never has that.
  if (word >>> 20 !== 0xfff || ((word >>> 17) & 3) !== 0) return undefined;
  const samplesPerSecond = aacRate((word >>> 10) & 15);
  const length = ((word & 3) << 11) | (bytes.readUInt16BE(position + 4) >> 5);
  if (samplesPerSecond === undefined || length < LENGTH) return undefined;
  const samples = ((bytes.readUInt8(position + 6) & 3) + 1) * SAMPLES;
  return { codec: 'aac', samplesPerSecond, channels: aacChannels((word >>> 6) & 7), samples, length };
}
