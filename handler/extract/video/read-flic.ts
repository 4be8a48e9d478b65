import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { putRecording } from './recording.ts';

const FLI = 0xaf11;
/** The older kind counts in seventieths of a second, the newer in milliseconds. */
const FLI_TICKS = 70;
const FLC_TICKS = 1000;

/** Reads Autodesk's FLI and FLC: their header. */
export const readFlic: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, 20);
  const frameSeconds = bytes.readUInt32LE(16) / (bytes.readUInt16LE(4) === FLI ? FLI_TICKS : FLC_TICKS);
  const track = {
    kind: 'video' as const,
    codec: 'flic',
    widthPixels: bytes.readUInt16LE(8),
    heightPixels: bytes.readUInt16LE(10),
    framesPerSecond: frameSeconds > 0 ? 1 / frameSeconds : undefined,
    durationSeconds: bytes.readUInt16LE(6) * frameSeconds,
  };
  putRecording(draft, { container: 'flic', tracks: [track] }, source.size);
};
