import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';

/** Reads True Audio. */
export const readTta: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  const bytes = await exactBytes(source, start, 18);
  if (bytes.toString('latin1', 0, 4) !== 'TTA1') throw new UnreadableError('it is not True Audio');
  const samplesPerSecond = bytes.readUInt32LE(10);
  const track: Track = {
    kind: 'audio',
    codec: 'tta',
    channels: bytes.readUInt16LE(6),
    bitsPerSample: bytes.readUInt16LE(8),
    samplesPerSecond,
    durationSeconds: samplesPerSecond > 0 ? bytes.readUInt32LE(14) / samplesPerSecond : undefined,
  };
  putRecording(draft, { container: 'tta', tracks: [track] }, source.size);
};
