import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';

/** The version from which on the header has a descriptor before it. */
const DESCRIBED = 3980;
const COMPRESSION_EXTRA_HIGH = 4000;
const EIGHT_BITS = 1;
const TWENTY_FOUR_BITS = 8;

/** Reads Monkey's Audio. */
export const readApe: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  const head = await exactBytes(source, start, 32);
  if (head.toString('latin1', 0, 4) !== 'MAC ') throw new UnreadableError("it is not Monkey's Audio");
  const version = head.readUInt16LE(4);
  const track =
    version >= DESCRIBED
      ? readNew(await exactBytes(source, start + head.readUInt32LE(8), 24))
      : readOld(head, version);
  putRecording(draft, { container: 'ape', tracks: [track] }, source.size);
};

/** The frames, and the samples of all but the last and of the last. */
function trackOf(
  perFrame: number,
  inLast: number,
  frames: number,
  track: Omit<Track, 'kind' | 'codec'>,
): Track {
  const samples = frames > 0 ? perFrame * (frames - 1) + inLast : 0;
  const durationSeconds = track.samplesPerSecond ? samples / track.samplesPerSecond : undefined;
  return { kind: 'audio', codec: 'ape', durationSeconds, ...track };
}

function readNew(header: Buffer): Track {
  return trackOf(header.readUInt32LE(4), header.readUInt32LE(8), header.readUInt32LE(12), {
    bitsPerSample: header.readUInt16LE(16),
    channels: header.readUInt16LE(18),
    samplesPerSecond: header.readUInt32LE(20),
  });
}

function readOld(bytes: Buffer, version: number): Track {
  const level = bytes.readUInt16LE(6);
  const flags = bytes.readUInt16LE(8);
  return trackOf(samplesPerFrame(version, level), bytes.readUInt32LE(28), bytes.readUInt32LE(24), {
    bitsPerSample: (flags & EIGHT_BITS) !== 0 ? 8 : (flags & TWENTY_FOUR_BITS) !== 0 ? 24 : 16,
    channels: bytes.readUInt16LE(10),
    samplesPerSecond: bytes.readUInt32LE(12),
  });
}

function samplesPerFrame(version: number, level: number): number {
  if (version >= 3950) return 73_728 * 4;
  if (version >= 3900 || (version >= 3800 && level === COMPRESSION_EXTRA_HIGH)) return 73_728;
  return 9216;
}
