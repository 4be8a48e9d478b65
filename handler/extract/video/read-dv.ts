import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { putRecording, type Track } from './recording.ts';

/** Of frames of 25 Mbit/s, by the line system (IEC 61834): the bit after a frame's first three bytes says which. */
const NTSC = { bytes: 120_000, heightPixels: 480, framesPerSecond: 30_000 / 1001 };
const PAL = { bytes: 144_000, heightPixels: 576, framesPerSecond: 25 };
const IS_PAL = 0x80;

/** Reads bare DV, as it comes from a camera's tape: frames of one size. */
export const readDv: Reader = async ({ source }, draft) => {
  const head = await exactBytes(source, 0, 4);
  const { bytes, ...picture } = (head.readUInt8(3) & IS_PAL) === 0 ? NTSC : PAL;
  const durationSeconds = source.size / bytes / picture.framesPerSecond;
  const track: Track = { kind: 'video', codec: 'dvvideo', widthPixels: 720, durationSeconds, ...picture };
  putRecording(draft, { container: 'dv', tracks: [track] }, source.size);
};
