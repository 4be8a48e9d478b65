import type { ByteSource } from '../../byte-source.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording, type Track } from '../recording.ts';
import { describeStream, isSized } from './describe-stream.ts';
import { readProgramAssociation, readProgramMap } from './program-map.ts';
import { readPesHeader, secondsBetween, usualRate } from './timestamps.ts';
import { type Framing, findFraming, packets } from './transport-packets.ts';

/** So much of the beginning is looked at, and then more of it, where pictures have not said how large they are. */
const HEADS = [512 * 1024, 4 * 1024 * 1024];
const TAIL = 512 * 1024;
const LEAST_HEADER = 9;
const MAX_TRACKS = 8192;

/** What the packets of one stretch say. */
interface Stretch {
  readonly tracks: Map<number, Track>;
  readonly parts: Map<number, Buffer[]>;
  /** When the packets of each stream are to be shown. */
  readonly times: Map<number, number[]>;
}

/** Reads an MPEG transport stream: its beginning, and the times at its end. */
export const readTransportStream: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'mpegts', tracks: [] };
  try {
    for (const length of HEADS) {
      const head = await source.read(0, length);
      const framing = findFraming(head);
      if (framing === undefined) throw new UnreadableError('it holds no packets in step');
      const stretch = describeStretch(head, framing);
      recording.tracks.splice(0, MAX_TRACKS, ...stretch.tracks.values());
      recording.durationSeconds ??= await durationOf(source, framing, stretch);
      if (length >= source.size || recording.tracks.every(isComplete)) return;
    }
  } finally {
    putRecording(draft, recording, source.size);
  }
};

/** What was cut out of a broadcast says it only where its first whole group of pictures begins. */
function isComplete({ kind, codec, widthPixels }: Track): boolean {
  return kind !== 'video' || widthPixels !== undefined || !isSized(codec);
}

function describeStretch(head: Buffer, framing: Framing): Stretch {
  const stretch = readStretch(head, framing);
  for (const [stream, track] of stretch.tracks) {
    describeStream(track, Buffer.concat(stretch.parts.get(stream) ?? []));
    if (track.kind === 'video') track.framesPerSecond ??= usualRate(stretch.times.get(stream) ?? []);
  }
  return stretch;
}

function readStretch(bytes: Buffer, framing: Framing): Stretch {
  const stretch: Stretch = { tracks: new Map(), parts: new Map(), times: new Map() };
  const maps = new Set<number>();
  for (const { stream, begins, payload } of packets(bytes, framing)) {
    if (begins && stream === 0) for (const map of readProgramAssociation(sectionIn(payload))) maps.add(map);
    else if (begins && maps.has(stream)) addTracks(readProgramMap(sectionIn(payload)), stretch.tracks);
    else addPayload(stream, begins, payload, stretch);
  }
  return stretch;
}

/** A section begins as many bytes in as the first says. */
function sectionIn(payload: Buffer): Buffer {
  return payload.subarray(1 + (payload[0] ?? 0));
}

function addTracks(found: ReadonlyMap<number, Track>, tracks: Map<number, Track>): void {
  for (const [stream, track] of found) {
    if (!tracks.has(stream)) tracks.set(stream, track);
  }
}

function addPayload(stream: number, begins: boolean, payload: Buffer, { parts, times }: Stretch): void {
  const known = parts.get(stream);
  if (begins && payload.length >= LEAST_HEADER && payload.readUIntBE(0, 3) === 1) {
    const { time, length } = readPesHeader(payload, 0);
    if (time !== undefined) addTime(stream, time, times);
    if (known === undefined) parts.set(stream, [payload.subarray(length)]);
    else known.push(payload.subarray(length));
  } else known?.push(payload);
}

function addTime(stream: number, time: number, times: Stretch['times']): void {
  const known = times.get(stream);
  if (known === undefined) times.set(stream, [time]);
  else known.push(time);
}

/** The longest that any stream lasts, and the last picture of it, which has no end in the file. */
async function durationOf(source: ByteSource, { step, offset }: Framing, head: Stretch): Promise<number> {
  const packet = Math.max(0, Math.floor((source.size - TAIL) / step));
  const tail = readStretch(await source.read(offset + packet * step, TAIL), { step, offset: 0 });
  const starts = [...head.tracks.keys()].flatMap((stream) => head.times.get(stream)?.slice(0, 1) ?? []);
  const first = Math.min(...starts);
  let longest = 0;
  for (const [stream, track] of head.tracks) {
    const last = latest(tail.times.get(stream) ?? head.times.get(stream));
    if (last === undefined || starts.length === 0) continue;
    const frame = track.framesPerSecond ? 1 / track.framesPerSecond : 0;
    longest = Math.max(longest, secondsBetween(first, last) + frame);
  }
  return longest;
}

function latest(times: readonly number[] | undefined): number | undefined {
  return times?.reduce((last, time) => Math.max(last, time));
}
