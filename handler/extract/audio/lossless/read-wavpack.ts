import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
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
const UNKNOWN = 0xffff_ffff;
/** Blocks of the first moment: two channels each, so that 5.1 has three. */
const MAX_BLOCKS = 16;
/** Of the blocks within a block: the length is of three bytes, in words of two. */
const LARGE = 0x80;
const KIND = 0x3f;
const SAMPLE_RATE = 0x27;
const DSD = 0x0e;
const MOST_SPECIAL = 32 * 1024;

/** Reads WavPack: the headers of its first blocks. */
export const readWavPack: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  const first = await exactBytes(source, start, HEADER);
  if (first.toString('latin1', 0, 4) !== 'wvpk') throw new UnreadableError('it is not WavPack');
  const flags = first.readUInt32LE(24);
  const special = readSpecial(
    await source.read(start + HEADER, Math.min(first.readUInt32LE(4), MOST_SPECIAL)),
  );
  const rate = special.rate ?? RATES[(flags >>> 23) & 15] ?? 0;
  const isDsd = flags >>> 31 === 1;
  const samples = first.readUInt32LE(12);
  const track: Track = {
    kind: 'audio',
    codec: 'wavpack',
    samplesPerSecond: isDsd ? rate * 8 * special.dsdFactor : rate,
    channels: await countChannels(source, start),
    bitsPerSample: isDsd ? 1 : ((flags & 3) + 1) * 8 - ((flags >>> 13) & 31),
    durationSeconds: samples === UNKNOWN || rate === 0 ? undefined : samples / (rate * special.dsdFactor),
  };
  putRecording(draft, { container: 'wv', tracks: [track] }, source.size);
  putAudio(draft, { lossless: (flags & HYBRID) === 0 });
};

async function countChannels(source: ByteSource, start: number): Promise<number> {
  let channels = 0;
  let position = start;
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const block = await source.read(position, HEADER);
    if (block.length < HEADER) break;
    const flags = block.readUInt32LE(24);
    channels += (flags & MONO) === 0 ? 2 : 1;
    if ((flags & LAST_OF_CHANNELS) !== 0) break;
    position += 8 + block.readUInt32LE(4);
  }
  return channels;
}

/** What a block says of rates that are not in the table, and of how many bits of DSD are in one sample's time. */
function readSpecial(bytes: Buffer): { rate: number | undefined; dsdFactor: number } {
  const special: { rate: number | undefined; dsdFactor: number } = { rate: undefined, dsdFactor: 1 };
  let at = 0;
  for (let count = 0; count < MAX_BLOCKS && at + 4 <= bytes.length; count += 1) {
    const id = bytes.readUInt8(at);
    const isLarge = (id & LARGE) !== 0;
    const content = at + (isLarge ? 4 : 2);
    if ((id & KIND) === SAMPLE_RATE && content + 3 <= bytes.length)
      special.rate = bytes.readUIntLE(content, 3);
    if ((id & KIND) === DSD) special.dsdFactor = 2 ** Math.min(bytes[content] ?? 0, 8);
    at = content + 2 * (isLarge ? bytes.readUIntLE(at + 1, 3) : bytes.readUInt8(at + 1));
  }
  return special;
}
