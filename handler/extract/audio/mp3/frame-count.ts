import type { FrameHeader } from './frame-header.ts';

interface FrameCount {
  readonly count: number;
  /** Of the sound as it was written; undefined when it is not noted. */
  readonly bytes: number | undefined;
  readonly variable: boolean;
}

const FRAMES_KNOWN = 1;
const BYTES_KNOWN = 2;
/** Where Fraunhofer's header is, whatever the frame is like. */
const VBRI = 36;

/**
 * What an encoder noted in a first frame that makes no sound: the number of frames that follow, by Xing's header (`Info`
 * when the rate is constant) or Fraunhofer's.
 */
export function readFrameCount(frame: Buffer, header: FrameHeader): FrameCount | undefined {
  const xing = 4 + header.sideBytes;
  const name = frame.toString('latin1', xing, xing + 4);
  if (name === 'Xing' || name === 'Info') return readXing(frame.subarray(xing + 4), name === 'Xing');
  if (frame.toString('latin1', VBRI, VBRI + 4) !== 'VBRI' || frame.length < VBRI + 18) return undefined;
  return { count: frame.readUInt32BE(VBRI + 14), bytes: frame.readUInt32BE(VBRI + 10), variable: true };
}

function readXing(bytes: Buffer, variable: boolean): FrameCount | undefined {
  const flags = bytes.length < 12 ? 0 : bytes.readUInt32BE(0);
  if ((flags & FRAMES_KNOWN) === 0) return undefined;
  const length = (flags & BYTES_KNOWN) === 0 ? 0 : bytes.readUInt32BE(8);
  return { count: bytes.readUInt32BE(4), bytes: length || undefined, variable };
}
