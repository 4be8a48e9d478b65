import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { codecOfFourCc } from './four-cc.ts';
import { putRecording } from './recording.ts';

/** Reads IVF, in which encoders of VP8, VP9 and AV1 put what they made: its header. */
export const readIvf: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, 32);
  const scale = bytes.readUInt32LE(20);
  const framesPerSecond = scale > 0 ? bytes.readUInt32LE(16) / scale : 0;
  const track = {
    kind: 'video' as const,
    codec: codecOfFourCc(bytes.toString('latin1', 8, 12)),
    widthPixels: bytes.readUInt16LE(12),
    heightPixels: bytes.readUInt16LE(14),
    framesPerSecond,
    durationSeconds: framesPerSecond > 0 ? bytes.readUInt32LE(24) / framesPerSecond : undefined,
  };
  putRecording(draft, { container: 'ivf', tracks: [track] }, source.size);
};
