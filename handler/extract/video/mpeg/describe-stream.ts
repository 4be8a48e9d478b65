import { mpegFraming } from '../../audio/mp3/frame-header.ts';
import { ac3Framing } from '../../audio/raw/ac3-header.ts';
import { adtsFraming } from '../../audio/raw/adts-header.ts';
import { findFrames } from '../../audio/raw/find-frames.ts';
import type { Frame, Framing } from '../../audio/raw/frame.ts';
import { readLatm } from '../../audio/raw/latm-header.ts';
import type { Track } from '../recording.ts';
import { readAvcSequence } from './avc-sequence.ts';
import { readHevcSequence } from './hevc-sequence.ts';
import { readMpeg4Layer } from './mpeg4-layer.ts';
import type { Picture } from './picture.ts';
import { unitStarts } from './raw-payload.ts';
import { readSequenceHeader } from './sequence-header.ts';

const MAX_UNITS = 20_000;
/** What MPEG-4 video begins with, and nothing that is private does. */
const OBJECT_SEQUENCE = Buffer.from([0, 0, 1, 0xb0]);
const AVC_SEQUENCE = 7;
const HEVC_SEQUENCE = 33;
/** Start codes of MPEG-4's video object layers. */
const LAYER = 0x20;
const LAST_LAYER = 0x2f;

const framings: Readonly<Record<string, Framing<Frame>>> = {
  aac: adtsFraming,
  ac3: ac3Framing,
  eac3: ac3Framing,
  mp2: mpegFraming,
  mp3: mpegFraming,
};

const sized = new Set(['h264', 'hevc', 'mpeg4', 'mpeg2video', 'mpeg1video']);

/** Whether a stream of this codec says in its bytes how large its pictures are, and is understood. */
export function isSized(codec = ''): boolean {
  return sized.has(codec);
}

/** Adds to a track what the beginning of its own bytes says: the size of pictures, the rate of sound. */
export function describeStream(track: Track, bytes: Buffer): void {
  if (track.kind === 'other') Object.assign(track, guess(bytes));
  const { codec = '' } = track;
  if (codec === 'h264') Object.assign(track, findUnit(bytes, isAvcSequence, 1, readAvcSequence));
  else if (codec === 'hevc') Object.assign(track, findUnit(bytes, isHevcSequence, 2, readHevcSequence));
  else if (codec === 'mpeg4') Object.assign(track, findUnit(bytes, isLayer, 1, readMpeg4Layer));
  else if (codec === 'mpeg2video' || codec === 'mpeg1video') Object.assign(track, readSequenceHeader(bytes));
  else if (codec === 'aac_latm') Object.assign(track, readLatm(bytes));
  else if (framings[codec] !== undefined) Object.assign(track, soundIn(bytes, framings[codec]));
}

/** Streams that are said to be private, as ffmpeg says it of what Blu-ray discs do not have, are told by what they hold. */
function guess(bytes: Buffer): Partial<Track> | undefined {
  if (bytes.subarray(0, OBJECT_SEQUENCE.length).equals(OBJECT_SEQUENCE))
    return { kind: 'video', codec: 'mpeg4' };
  const isAac = bytes[0] === adtsFraming.sync && findFrames(bytes, adtsFraming)?.position === 0;
  return isAac ? { kind: 'audio', codec: 'aac' } : undefined;
}

function soundIn(bytes: Buffer, framing: Framing<Frame>): Partial<Track> | undefined {
  const header = findFrames(bytes, framing)?.header;
  if (header === undefined) return undefined;
  const { codec, samplesPerSecond, channels } = header;
  return { codec, samplesPerSecond, channels };
}

function isAvcSequence(type: number): boolean {
  return (type & 0x1f) === AVC_SEQUENCE;
}

function isHevcSequence(type: number): boolean {
  return ((type >> 1) & 0x3f) === HEVC_SEQUENCE;
}

function isLayer(type: number): boolean {
  return type >= LAYER && type <= LAST_LAYER;
}

function findUnit(
  bytes: Buffer,
  isWanted: (type: number) => boolean,
  headerLength: number,
  read: (unit: Buffer) => Partial<Picture>,
): Partial<Picture> | undefined {
  const starts = unitStarts(bytes, MAX_UNITS);
  const index = starts.findIndex((start) => isWanted(bytes[start] ?? 0));
  const start = starts[index];
  return start === undefined ? undefined : read(bytes.subarray(start + headerLength, starts[index + 1]));
}
