import type { ByteSource } from '../../byte-source.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio } from '../../video/recording.ts';
import { averageBitRate } from '../raw/average-bit-rate.ts';
import { findFrames } from '../raw/find-frames.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';
import { readFrameCount } from './frame-count.ts';
import { type FrameHeader, mpegFraming, readFrameHeader } from './frame-header.ts';

/** Frames begin within so much of where the tags end, but for rubbish. */
const SEARCHED = 64 * 1024;

/** A file that is longer by so much than its encoder noted has had another put behind it. */
const JOINED = 17 / 16;

/** Reads MPEG audio: MP3, and layers I and II. Never to the end: see `averageBitRate`. */
export const readMpegAudio: Reader = async ({ source }, draft) => {
  const { start, end, tagged } = await readTagsAround(source, draft);
  const bytes = await source.read(start, Math.min(SEARCHED, end - start));
  const found = findFrames(bytes, mpegFraming);
  if (found === undefined) {
    if (!tagged) draft.mediaType = 'application/octet-stream';
    else throw new UnreadableError('it holds no frames of MPEG audio');
    return;
  }
  const { codec, samplesPerSecond, channels } = found.header;
  putAudio(draft, { container: codec, codec, samplesPerSecond, channels, lossless: false });
  const first = start + found.position;
  const noted = lengthAsNoted(bytes.subarray(found.position), found.header, end - first);
  putAudio(draft, noted ?? (await lengthByRate(source, first, end)));
};

interface Length {
  readonly durationSeconds?: number;
  readonly bitsPerSecond?: number;
}

/** What the encoder noted in the first frame; undefined when it did not, or when it is not true any more. */
function lengthAsNoted(frames: Buffer, first: FrameHeader, soundBytes: number): Length | undefined {
  const { count = 0, bytes = soundBytes, variable } = readFrameCount(frames, first) ?? {};
  if (count === 0 || soundBytes > bytes * JOINED) return undefined;
  const durationSeconds = (count * first.samples) / first.samplesPerSecond;
  const average = Math.round((bytes * 8) / durationSeconds);
  const second = readFrameHeader(frames, first.length);
  return { durationSeconds, bitsPerSecond: variable ? average : (second?.bitsPerSecond ?? average) };
}

async function lengthByRate(source: ByteSource, start: number, end: number): Promise<Length> {
  const bitsPerSecond = await averageBitRate(source, start, end, mpegFraming);
  if (bitsPerSecond === undefined) return {};
  return { durationSeconds: ((end - start) * 8) / bitsPerSecond, bitsPerSecond: Math.round(bitsPerSecond) };
}
