import { readWaveFormat } from '../../audio/wave-format.ts';
import { codecOfFourCc } from '../four-cc.ts';
import type { Track } from '../recording.ts';

const AUDIO = '409e69f84d5bcf11a8fd00805f5c442b';
const VIDEO = 'c0ef19bc4d5bcf11a8fd00805f5c442b';
/** From the content of an object to what its kind of stream says. */
const TYPE_SPECIFIC = 54;
const MAX_STREAMS = 128;
const EXTENDED_HEADER = 64;
const MAX_NAMES = 100;

/** A track, and the number of its stream. */
export interface AsfTrack extends Track {
  readonly stream?: number;
}

/** Adds the track that a stream properties object describes. `rates` are frames a second by stream. */
export function readStream(bytes: Buffer, rates: ReadonlyMap<number, number>, tracks: AsfTrack[]): void {
  if (bytes.length < TYPE_SPECIFIC || tracks.length >= MAX_STREAMS) return;
  const type = bytes.toString('hex', 0, 16);
  const specific = bytes.subarray(TYPE_SPECIFIC);
  if (type === AUDIO) {
    const track = readWaveFormat(specific)?.track;
    if (track !== undefined) tracks.push(track);
  } else if (type === VIDEO && specific.length >= 31) {
    const stream = bytes.readUInt16LE(48) & 0x7f;
    tracks.push({
      stream,
      kind: 'video',
      codec: codecOfFourCc(specific.toString('latin1', 27, 31)),
      widthPixels: specific.readUInt32LE(15),
      heightPixels: Math.abs(specific.readInt32LE(19)),
      framesPerSecond: rates.get(stream),
    });
  }
}

/** Notes how long a frame of a stream lasts, and returns what may follow: a description of the stream itself. */
export function readExtendedStream(
  bytes: Buffer,
  rates: Map<number, number>,
  tracks: readonly Track[],
): Buffer {
  if (bytes.length < EXTENDED_HEADER) return Buffer.alloc(0);
  const unit = Number(bytes.readBigUInt64LE(52));
  if (unit > 0) rates.set(bytes.readUInt16LE(48), 1e7 / unit);
  for (const track of tracks) {
    if (track.kind === 'video' && unit > 0) track.framesPerSecond ??= 1e7 / unit;
  }
  return bytes.subarray(insideStart(bytes));
}

/** After the names of the stream and what its payloads carry beside data. */
function insideStart(bytes: Buffer): number {
  const names = Math.min(bytes.readUInt16LE(60), MAX_NAMES);
  const extensions = Math.min(bytes.readUInt16LE(62), MAX_NAMES);
  let at = EXTENDED_HEADER;
  for (let name = 0; name < names && at + 4 <= bytes.length; name += 1) at += 4 + bytes.readUInt16LE(at + 2);
  for (let extension = 0; extension < extensions && at + 22 <= bytes.length; extension += 1) {
    at += 22 + bytes.readUInt32LE(at + 18);
  }
  return Math.min(at, bytes.length);
}
