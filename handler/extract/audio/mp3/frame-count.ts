import type { FrameHeader } from './frame-header.ts';

interface Counted {
  readonly frames: number;
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
export function readFrameCount(bytes: Buffer, position: number, header: FrameHeader): Counted | undefined {
  const xing = position + 4 + header.sideBytes;
  const name = bytes.toString('latin1', xing, xing + 4);
  if ((name === 'Xing' || name === 'Info') && xing + 16 <= bytes.length) {
    const flags = bytes.readUInt32BE(xing + 4);
    if ((flags & FRAMES_KNOWN) === 0) return undefined;
    const length = (flags & BYTES_KNOWN) === 0 ? undefined : bytes.readUInt32BE(xing + 12);
    return { frames: bytes.readUInt32BE(xing + 8), bytes: length || undefined, variable: name === 'Xing' };
  }
  const vbri = position + VBRI;
  if (bytes.toString('latin1', vbri, vbri + 4) !== 'VBRI' || vbri + 18 > bytes.length) return undefined;
  return { frames: bytes.readUInt32BE(vbri + 14), bytes: bytes.readUInt32BE(vbri + 10), variable: true };
}
