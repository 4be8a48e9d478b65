import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';

const MAX_BLOCKS = 16;
const BLOCK_HEADER = 4;
const STREAM_INFO = 1;
const STREAM_INFO_BYTES = 10;
const LEAST_RATE = 6000;
const LEAST_BITS = 8;

/** Reads Tom's lossless Audio Kompressor: the blocks in front of its frames. */
export const readTak: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  let position = start + 4;
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const block = await source.read(position, BLOCK_HEADER + STREAM_INFO_BYTES);
    if (block.length < BLOCK_HEADER + STREAM_INFO_BYTES) break;
    if ((block.readUInt8(0) & 0x7f) === STREAM_INFO) {
      const track = trackOf(block.subarray(BLOCK_HEADER));
      return putRecording(draft, { container: 'tak', tracks: [track] }, source.size);
    }
    position += BLOCK_HEADER + block.readUIntLE(1, 3);
  }
  throw new UnreadableError('it says nothing of its sound');
};

/** Numbers follow each other in bits, the lowest first: after 14 bits the samples, a kind, the rate, the width, the channels. */
function trackOf(info: Buffer): Track {
  const bits = info.readBigUInt64LE(0) | (BigInt(info.readUInt16LE(8)) << 64n);
  const number = (from: number, width: number) =>
    Number((bits >> BigInt(from)) & ((1n << BigInt(width)) - 1n));
  const samplesPerSecond = number(52, 18) + LEAST_RATE;
  return {
    kind: 'audio',
    codec: 'tak',
    samplesPerSecond,
    bitsPerSample: number(70, 5) + LEAST_BITS,
    channels: number(75, 4) + 1,
    durationSeconds: number(14, 35) / samplesPerSecond,
  };
}
