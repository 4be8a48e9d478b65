import { mpegFraming } from '../../audio/mp3/frame-header.ts';
import { ac3Framing } from '../../audio/raw/ac3-header.ts';
import { adtsFraming } from '../../audio/raw/adts-header.ts';
import { findFrames } from '../../audio/raw/find-frames.ts';
import type { Frame, Framing } from '../../audio/raw/frame.ts';
import type { Track } from '../recording.ts';
import { readAvcSequence } from './avc-sequence.ts';
import { readHevcSequence } from './hevc-sequence.ts';
import { readMpeg4Layer } from './mpeg4-layer.ts';
import type { Picture } from './picture.ts';
import { unitStarts } from './raw-payload.ts';
import { readSequenceHeader } from './sequence-header.ts';

const MAX_UNITS = 400;
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

/** Adds to a track what the beginning of its own bytes says: the size of pictures, the rate of sound. */
export function describeStream(track: Track, bytes: Buffer): void {
  const { codec = '' } = track;
  if (codec === 'h264') Object.assign(track, findUnit(bytes, isAvcSequence, 1, readAvcSequence));
  else if (codec === 'hevc') Object.assign(track, findUnit(bytes, isHevcSequence, 2, readHevcSequence));
  else if (codec === 'mpeg4') Object.assign(track, findUnit(bytes, isLayer, 1, readMpeg4Layer));
  else if (codec === 'mpeg2video' || codec === 'mpeg1video') Object.assign(track, readSequenceHeader(bytes));
  else if (framings[codec] !== undefined) Object.assign(track, soundIn(bytes, framings[codec]));
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
