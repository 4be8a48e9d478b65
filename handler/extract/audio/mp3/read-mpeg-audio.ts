import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio } from '../../video/recording.ts';
import { averageBitRate } from '../raw/average-bit-rate.ts';
import { findFrames } from '../raw/find-frames.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';
import { readFrameCount } from './frame-count.ts';
import { type FrameHeader, mpegFraming } from './frame-header.ts';

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
  const { position, header } = found;
  putAudio(draft, {
    container: header.codec,
    codec: header.codec,
    samplesPerSecond: header.samplesPerSecond,
    channels: header.channels,
    lossless: false,
  });
  await putDuration(source, bytes, position, header, start, end, draft);
};

async function putDuration(
  source: ByteSource,
  bytes: Buffer,
  position: number,
  header: FrameHeader,
  start: number,
  end: number,
  draft: Draft,
): Promise<void> {
  const sound = end - start - position;
  const counted = readFrameCount(bytes, position, header);
  if (counted !== undefined && counted.frames > 0 && sound <= (counted.bytes ?? sound) * JOINED) {
    const durationSeconds = (counted.frames * header.samples) / header.samplesPerSecond;
    const bitsPerSecond = counted.variable ? Math.round((sound * 8) / durationSeconds) : header.bitsPerSecond;
    return putAudio(draft, { durationSeconds, bitsPerSecond });
  }
  const bitsPerSecond = await averageBitRate(source, start + position, end, mpegFraming);
  if (bitsPerSecond === undefined) return;
  putAudio(draft, { durationSeconds: (sound * 8) / bitsPerSecond, bitsPerSecond: Math.round(bitsPerSecond) });
}
