import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording } from '../../video/recording.ts';
import { codecOfWaveFormat } from '../wave-format.ts';

/** Chunks have identities of 16 bytes and lengths of 8, which count both. */
const HEADER = 24;
const FIRST = 40;
const MAX_CHUNKS = 20;

/** Reads Sony's Wave64. */
export const readWave64: Reader = async ({ source }, draft) => {
  let position = FIRST;
  let format = Buffer.alloc(0);
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const header = await source.read(position, HEADER);
    if (header.length < HEADER) break;
    const id = header.toString('latin1', 0, 4);
    const length = Number(header.readBigUInt64LE(16));
    if (length < HEADER) break;
    const end = Math.min(position + length, source.size);
    if (id === 'fmt ')
      format = Buffer.from(await source.read(position + HEADER, Math.min(40, length - HEADER)));
    if (id === 'data' && format.length >= 16) {
      const codec = codecOfWaveFormat(format);
      const track = {
        kind: 'audio' as const,
        codec,
        channels: format.readUInt16LE(2),
        samplesPerSecond: format.readUInt32LE(4),
        bitsPerSample: codec?.startsWith('pcm_') ? format.readUInt16LE(14) : undefined,
      };
      const durationSeconds = (end - position - HEADER) / format.readUInt32LE(8);
      return putRecording(draft, { container: 'w64', durationSeconds, tracks: [track] }, source.size);
    }
    position += Math.ceil(length / 8) * 8;
  }
  throw new UnreadableError('it has no sound');
};
