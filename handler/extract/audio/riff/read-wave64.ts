import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording } from '../../video/recording.ts';
import { readWaveFormat } from '../wave-format.ts';

/** Chunks have identities of 16 bytes and lengths of 8, which count both. */
const HEADER = 24;
const FIRST = 40;
const MAX_CHUNKS = 20;

/** Reads Sony's Wave64. */
export const readWave64: Reader = async ({ source }, draft) => {
  let position = FIRST;
  let format: ReturnType<typeof readWaveFormat>;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const header = await source.read(position, HEADER);
    const length = header.length < HEADER ? 0 : Number(header.readBigUInt64LE(16));
    if (length < HEADER) break;
    const id = header.toString('latin1', 0, 4);
    if (id === 'fmt ') format = readWaveFormat(await source.read(position + HEADER, 40));
    if (id === 'data' && format !== undefined) {
      const { track, bytesPerSecond } = format;
      const heldBytes = Math.min(length, source.size - position) - HEADER;
      track.durationSeconds = heldBytes / bytesPerSecond;
      return putRecording(draft, { container: 'w64', tracks: [track] }, source.size);
    }
    position += Math.ceil(length / 8) * 8;
  }
  throw new UnreadableError('it has no sound');
};
