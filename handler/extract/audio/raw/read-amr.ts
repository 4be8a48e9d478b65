import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording } from '../../video/recording.ts';

/** Bytes of a frame, by the mode in its first byte (RFC 4867). */
const NARROW = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1];
const WIDE = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1];
const FRAME_SECONDS = 0.02;
const CHANNELS_BYTES = 4;
/** All of an ordinary file; the rest of a longer one is taken to be like it. */
const MOST = 1024 * 1024;

/** Reads AMR, narrow and wide: its frames differ in length, so they are counted. */
export const readAmr: Reader = async ({ source }, draft) => {
  const head = (await source.read(0, 16)).toString('latin1');
  const [, wide, several] = /^#!AMR(-WB)?(_MC1\.0)?\n/.exec(head) ?? [];
  const start = head.indexOf('\n') + 1;
  if (start === 0) throw new UnreadableError('it does not begin as AMR does');
  const bytes = (await source.read(start, MOST)).subarray(several === undefined ? 0 : CHANNELS_BYTES);
  const sizes = wide === undefined ? NARROW : WIDE;
  let at = 0;
  let frames = 0;
  for (; at < bytes.length; at += sizes[(bytes.readUInt8(at) >> 3) & 15] ?? 1) frames += 1;
  const rest = Math.max(0, source.size - start - MOST);
  const durationSeconds = at === 0 ? 0 : frames * FRAME_SECONDS * (1 + rest / at);
  const track = {
    kind: 'audio' as const,
    codec: wide === undefined ? 'amr_nb' : 'amr_wb',
    samplesPerSecond: wide === undefined ? 8000 : 16_000,
    channels: several === undefined ? 1 : undefined,
  };
  putRecording(draft, { container: 'amr', durationSeconds, tracks: [track] }, source.size);
};
