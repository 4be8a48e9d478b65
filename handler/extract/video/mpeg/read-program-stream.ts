import { readMpegAudio } from '../../audio/mp3/read-mpeg-audio.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording, type Track } from '../recording.ts';
import { describeStream } from './describe-stream.ts';
import { type ProgramPacket, programPackets } from './program-packets.ts';
import { unitStarts } from './raw-payload.ts';
import { readSequenceHeader } from './sequence-header.ts';
import { secondsBetween } from './timestamps.ts';

const HEAD = 512 * 1024;
const TAIL = 256 * 1024;
/** Of each stream, to find the headers in it. */
const MAX_PARTS = 40;
const PACK = 0xba;
const SEQUENCE = 0xb3;
const PICTURE = Buffer.from([0, 0, 1, 0]);
const PRIVATE = 0xbd;
/** What private packets of DVDs begin with: which of several streams it is, frames, and where the first begins. */
const PRIVATE_HEADER = 4;

/** What streams of pictures begin with, where it is not MPEG-1 or 2: delimiters, sets of parameters, object layers. */
const codecsByFirstUnit: Readonly<Record<number, string>> = {
  [0x09]: 'h264',
  [0x27]: 'h264',
  [0x47]: 'h264',
  [0x67]: 'h264',
  [0x40]: 'hevc',
  [0x46]: 'hevc',
  [0xb0]: 'mpeg4',
};

interface Stretch {
  readonly tracks: Map<number, Track>;
  readonly parts: Map<number, Buffer[]>;
  first: number | undefined;
  last: number | undefined;
}

/** Reads MPEG program streams (`.mpg`, `.vob`) by their beginning and their end, and bare MPEG video. */
export const readProgramStream: Reader = async (subject, draft) => {
  const { source } = subject;
  const head = await source.read(0, HEAD);
  const [first] = unitStarts(head, 1);
  const code = first === undefined ? undefined : head[first];
  if (code === undefined || (code !== PACK && code !== SEQUENCE)) return readMpegAudio(subject, draft);
  const recording: Recording = { container: code === PACK ? 'mpeg' : 'mpegvideo', tracks: [] };
  try {
    if (code === SEQUENCE) readBareVideo(head, source.size, recording);
    else await readPacks(source, head, recording);
  } finally {
    putRecording(draft, recording, source.size);
  }
  if (recording.tracks.length === 0) throw new UnreadableError('it holds no stream');
};

/** How long it lasts is told by its pictures; the rate in its header is often but the highest. */
function readBareVideo(head: Buffer, size: number, recording: Recording): void {
  const video = readSequenceHeader(head);
  if (video === undefined) return;
  recording.tracks.push({ kind: 'video', ...video });
  const pictures = countPictures(head) * (size / head.length);
  if (video.framesPerSecond) recording.durationSeconds = pictures / video.framesPerSecond;
}

function countPictures(bytes: Buffer): number {
  let pictures = 0;
  for (let at = bytes.indexOf(PICTURE); at >= 0; at = bytes.indexOf(PICTURE, at + PICTURE.length))
    pictures += 1;
  return pictures;
}

async function readPacks(source: ByteSource, bytes: Buffer, recording: Recording): Promise<void> {
  const head = readStretch(bytes);
  for (const [stream, track] of head.tracks) {
    describeStream(track, Buffer.concat(head.parts.get(stream) ?? []));
    recording.tracks.push(track);
  }
  const tail = readStretch(await source.read(Math.max(0, source.size - TAIL), TAIL));
  if (head.first === undefined || tail.last === undefined) return;
  const [video] = recording.tracks.filter(({ kind }) => kind === 'video');
  const frame = video?.framesPerSecond ? 1 / video.framesPerSecond : 0;
  recording.durationSeconds = secondsBetween(head.first, tail.last) + frame;
}

function readStretch(bytes: Buffer): Stretch {
  const stretch: Stretch = { tracks: new Map(), parts: new Map(), first: undefined, last: undefined };
  for (const packet of programPackets(bytes)) addPacket(packet, stretch);
  return stretch;
}

function addPacket({ stream: code, time, content }: ProgramPacket, stretch: Stretch): void {
  if (time !== undefined) {
    stretch.first ??= time;
    stretch.last = Math.max(stretch.last ?? 0, time);
  }
  const isPrivate = code === PRIVATE;
  const stream = isPrivate ? 0x100 + (content[0] ?? 0) : code;
  if (!stretch.tracks.has(stream)) stretch.tracks.set(stream, trackOf(stream, content));
  const parts = stretch.parts.get(stream) ?? [];
  if (parts.length < MAX_PARTS) parts.push(isPrivate ? content.subarray(PRIVATE_HEADER) : content);
  stretch.parts.set(stream, parts);
}

/** Streams of private packets from 0x100 on, as DVDs number them. */
const privateStreams: readonly { readonly from: number; readonly to: number; readonly track: Track }[] = [
  { from: 0x120, to: 0x13f, track: { kind: 'subtitle', codec: 'dvd_subtitle' } },
  { from: 0x180, to: 0x187, track: { kind: 'audio', codec: 'ac3' } },
  { from: 0x188, to: 0x18f, track: { kind: 'audio', codec: 'dts' } },
  { from: 0x1a0, to: 0x1af, track: { kind: 'audio', codec: 'pcm_dvd' } },
];

function trackOf(stream: number, content: Buffer): Track {
  if (stream >= 0x100) {
    const known = privateStreams.find(({ from, to }) => stream >= from && stream <= to);
    return { kind: 'other', ...known?.track };
  }
  if (stream < 0xe0) return { kind: 'audio', codec: 'mp2' };
  const [start = content.length] = unitStarts(content, 1);
  return { kind: 'video', codec: codecsByFirstUnit[content[start] ?? 0] ?? 'mpeg2video' };
}
