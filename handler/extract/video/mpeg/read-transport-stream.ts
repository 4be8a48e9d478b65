import type { ByteSource } from '../../byte-source.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording, type Track } from '../recording.ts';
import { describeStream } from './describe-stream.ts';
import { readProgramAssociation, readProgramMap } from './program-map.ts';
import { readPesHeader, secondsBetween, usualRate } from './timestamps.ts';
import { type Framing, findFraming, packets } from './transport-packets.ts';

const HEAD = 512 * 1024;
const TAIL = 512 * 1024;
/** Packets of each stream in which its headers are looked for: 128 KiB. */
const MAX_PARTS = 712;
const LEAST_HEADER = 9;

/** What the packets of one stretch say. */
interface Stretch {
  readonly tracks: Map<number, Track>;
  readonly parts: Map<number, Buffer[]>;
  /** When the packets of each stream are to be shown. */
  readonly times: Map<number, number[]>;
}

/** Reads an MPEG transport stream: its beginning, and the times at its end. */
export const readTransportStream: Reader = async ({ source }, draft) => {
  const head = await source.read(0, HEAD);
  const framing = findFraming(head);
  if (framing === undefined) throw new UnreadableError('it holds no packets in step');
  const recording: Recording = { container: 'mpegts', tracks: [] };
  try {
    const stretch = readStretch(head, framing);
    for (const [stream, track] of stretch.tracks) {
      describeStream(track, Buffer.concat(stretch.parts.get(stream) ?? []));
      if (track.kind === 'video') track.framesPerSecond ??= usualRate(stretch.times.get(stream) ?? []);
    }
    recording.tracks.push(...stretch.tracks.values());
    recording.durationSeconds = await durationOf(source, framing, stretch);
  } finally {
    putRecording(draft, recording, source.size);
  }
};

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
    else if (known.length < MAX_PARTS) known.push(payload.subarray(length));
  } else if (known !== undefined && known.length < MAX_PARTS) known.push(payload);
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
