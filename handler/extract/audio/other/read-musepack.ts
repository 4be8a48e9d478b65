import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { readTagsAround } from '../tags/read-tags-around.ts';

const RATES = [44_100, 48_000, 37_800, 32_000];
const FRAME_SAMPLES = 1152;
/** What a decoder brings in before the first sample. */
const DELAY = 576;
const MAX_PACKETS = 20;

/** Reads Musepack, stream versions 7 and 8. */
export const readMusepack: Reader = async ({ source }, draft) => {
  const { start } = await readTagsAround(source, draft);
  const head = await exactBytes(source, start, 12);
  const mark = head.toString('latin1', 0, 4);
  const track = mark === 'MPCK' ? await readVersion8(source, start + 4) : readVersion7(head, mark);
  if (track === undefined) throw new UnreadableError('it is not Musepack of a version that is known');
  putRecording(draft, { container: mark === 'MPCK' ? 'mpc8' : 'mpc', tracks: [track] }, source.size);
};

function readVersion7(head: Buffer, mark: string): Track | undefined {
  if (!mark.startsWith('MP+') || ((head[3] ?? 0) & 15) !== 7) return undefined;
  const rate = RATES[(head[10] ?? 0) & 3] ?? 44_100;
  const samples = head.readUInt32LE(4) * FRAME_SAMPLES - DELAY;
  return {
    kind: 'audio',
    codec: 'musepack7',
    channels: 2,
    samplesPerSecond: rate,
    durationSeconds: samples / rate,
  };
}

/** Packets of two letters, the length of all of it, and content: the stream's header is among the first. */
async function readVersion8(source: ByteSource, start: number): Promise<Track | undefined> {
  let position = start;
  for (let count = 0; count < MAX_PACKETS; count += 1) {
    const packet = await source.read(position, 40);
    const size = numberAt(packet, 2);
    if (size === undefined || size.value < size.end) return undefined;
    if (packet.toString('latin1', 0, 2) === 'SH') return readStreamHeader(packet.subarray(size.end));
    position += size.value;
  }
  return undefined;
}

/** After a checksum and a version: the samples, those of silence in front, then the rate and the channels. */
function readStreamHeader(bytes: Buffer): Track | undefined {
  const samples = numberAt(bytes, 5);
  const silence = samples && numberAt(bytes, samples.end);
  if (samples === undefined || silence === undefined || silence.end + 2 > bytes.length) return undefined;
  const rate = RATES[bytes.readUInt8(silence.end) >> 5];
  const channels = (bytes.readUInt8(silence.end + 1) >> 4) + 1;
  const durationSeconds = rate === undefined ? undefined : (samples.value - silence.value) / rate;
  return { kind: 'audio', codec: 'musepack8', samplesPerSecond: rate, channels, durationSeconds };
}

/** Seven bits a byte, the highest first; all but the last have the eighth set. */
function numberAt(bytes: Buffer, position: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = position; at < Math.min(bytes.length, position + 8); at += 1) {
    const byte = bytes.readUInt8(at);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}
