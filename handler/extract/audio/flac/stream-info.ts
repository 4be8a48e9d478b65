import { Bits } from '../../bits.ts';

interface StreamInfo {
  readonly samplesPerSecond: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Of each channel; 0 when unknown. */
  readonly samples: number;
}

const LENGTH = 34;
/** Of blocks and frames. */
const SIZES = 80;

/** Reads the content of a STREAMINFO block (RFC 9639); undefined when it is cut short. */
export function readStreamInfo(bytes: Buffer): StreamInfo | undefined {
  if (bytes.length < LENGTH) return undefined;
  const bits = new Bits(bytes);
  bits.skip(SIZES);
  return {
    samplesPerSecond: bits.read(20),
    channels: bits.read(3) + 1,
    bitsPerSample: bits.read(5) + 1,
    samples: bits.read(36),
  };
}
