import { readExactly } from '../../read-exactly.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio, putRecording, type Track } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';

const RATES = [
  6000, 8000, 9600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
  192_000,
];
const HEADER = 32;
const MONO = 0x4;
const HYBRID = 0x8;
const LAST_OF_CHANNELS = 0x1000;
const ONE_BIT = 0x8000_0000;
const UNKNOWN = 0xffff_ffff;
/** Blocks of the first moment: two channels each, so that 5.1 has three. */
const MAX_BLOCKS = 16;

/** Reads WavPack: the headers of its first blocks. */
export const readWavPack: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  const first = await readExactly(source, start, HEADER);
  if (first.toString('latin1', 0, 4) !== 'wvpk') throw new UnreadableError('it is not WavPack');
  const flags = first.readUInt32LE(24);
  const samples = first.readUInt32LE(12);
  const rate = RATES[(flags >>> 23) & 15];
  const track: Track = {
    kind: 'audio',
    codec: 'wavpack',
    samplesPerSecond: rate,
    channels: 0,
    bitsPerSample: ((flags & 3) + 1) * 8 - ((flags >>> 13) & 31),
    durationSeconds: samples === UNKNOWN || rate === undefined ? undefined : samples / rate,
  };
  let position = start;
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const block = await source.read(position, HEADER);
    if (block.length < HEADER) break;
    const own = block.readUInt32LE(24);
    track.channels = (track.channels ?? 0) + ((own & MONO) === 0 ? 2 : 1);
    if ((own & LAST_OF_CHANNELS) !== 0) break;
    position += 8 + block.readUInt32LE(4);
  }
  putRecording(draft, { container: 'wv', tracks: [track] }, source.size);
  putAudio(draft, {
    lossless: (flags & HYBRID) === 0,
    bitsPerSample: flags >= ONE_BIT ? 1 : track.bitsPerSample,
  });
};
