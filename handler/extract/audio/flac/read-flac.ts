import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio } from '../../video/recording.ts';
import { readTagsInFront } from '../tags/read-tags-around.ts';
import { readVorbisComment } from '../tags/read-vorbis-comment.ts';
import { readStreamInfo } from './stream-info.ts';

const STREAM_INFO = 0;
const VORBIS_COMMENT = 4;
const LAST = 0x80;
const MAX_BLOCKS = 64;
const MAX_COMMENT = 64 * 1024;

/** Reads FLAC: the blocks in front of its frames. */
export const readFlac: Reader = async ({ source }, draft) => {
  let position = await readTagsInFront(source, draft);
  if ((await source.read(position, 4)).toString('latin1') !== 'fLaC')
    throw new UnreadableError('it is not FLAC');
  position += 4;
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const header = await source.read(position, 4);
    if (header.length < 4) return;
    const type = header.readUInt8(0);
    const length = header.readUIntBE(1, 3);
    const kind = type & 0x7f;
    if (kind === STREAM_INFO) putStreamInfo(await source.read(position + 4, length), source.size, draft);
    if (kind === VORBIS_COMMENT)
      readVorbisComment(await source.read(position + 4, Math.min(length, MAX_COMMENT)), draft);
    position += 4 + length;
    if ((type & LAST) !== 0) return;
  }
};

function putStreamInfo(bytes: Buffer, size: number, draft: Draft): void {
  const info = readStreamInfo(bytes);
  if (info === undefined || info.samplesPerSecond === 0)
    throw new UnreadableError('its STREAMINFO block is damaged');
  const { samplesPerSecond, channels, bitsPerSample, samples } = info;
  const known = samples > 0;
  const durationSeconds = samples / samplesPerSecond;
  putAudio(draft, {
    container: 'flac',
    codec: 'flac',
    lossless: true,
    samplesPerSecond,
    channels,
    bitsPerSample,
    durationSeconds: known ? durationSeconds : undefined,
    bitsPerSecond: known ? Math.round((size * 8) / durationSeconds) : undefined,
  });
}
