import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';
import { ac3Framing } from './ac3-header.ts';
import { adtsFraming } from './adts-header.ts';
import { averageBitRate } from './average-bit-rate.ts';
import { dtsFraming } from './dts-header.ts';
import { findFrames } from './find-frames.ts';
import type { Frame, Framing } from './frame.ts';

/** Frames begin within so much of where the tags end. */
const SEARCHED = 64 * 1024;

/** Reads AAC in an ADTS stream. Its length is estimated: only all of its frames would tell. */
export const readAdts: Reader = ({ source }, draft) => readFrames(source, adtsFraming, 'aac', draft);

/** Reads AC-3 and Enhanced AC-3. */
export const readAc3: Reader = ({ source }, draft) => readFrames(source, ac3Framing, 'ac3', draft);

/** Reads DTS in 14 or 16 bits. */
export const readDts: Reader = ({ source }, draft) => readFrames(source, dtsFraming, 'dts', draft);

async function readFrames<F extends Frame>(
  source: ByteSource,
  framing: Framing<F>,
  container: string,
  draft: Draft,
): Promise<void> {
  const { start, end } = await readTagsAround(source, draft);
  const found = findFrames(await source.read(start, Math.min(SEARCHED, end - start)), framing);
  if (found === undefined) throw new UnreadableError('it holds no frames of sound');
  const { codec, samplesPerSecond, channels } = found.header;
  putAudio(draft, {
    container: codec === 'eac3' ? codec : container,
    codec,
    samplesPerSecond,
    channels,
    lossless: false,
  });
  const bitsPerSecond = await averageBitRate(source, start + found.position, end, framing);
  if (bitsPerSecond === undefined) return;
  const durationSeconds = ((end - start - found.position) * 8) / bitsPerSecond;
  putAudio(draft, { durationSeconds, bitsPerSecond: Math.round(bitsPerSecond) });
}
