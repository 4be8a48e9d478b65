import { findFrames } from '../../audio/mp3/find-frames.ts';
import { readAc3Header } from '../../audio/raw/ac3-header.ts';
import { readAdtsHeader } from '../../audio/raw/adts-header.ts';
import type { Track } from '../recording.ts';
import { readAvcSequence } from './avc-sequence.ts';
import { readHevcSequence } from './hevc-sequence.ts';
import type { Picture } from './picture.ts';
import { unitStarts } from './raw-payload.ts';
import { readSequenceHeader } from './sequence-header.ts';

const MAX_UNITS = 400;
const AVC_SEQUENCE = 7;
const HEVC_SEQUENCE = 33;
const AC3_SYNC = Buffer.from([0x0b, 0x77]);

/** Adds to a track what the beginning of its own bytes says: the size of pictures, the rate of sound. */
export function describeStream(track: Track, bytes: Buffer): void {
  if (track.codec === 'h264') Object.assign(track, findUnit(bytes, isAvcSequence, 1, readAvcSequence));
  else if (track.codec === 'hevc') Object.assign(track, findUnit(bytes, isHevcSequence, 2, readHevcSequence));
  else if (track.codec === 'mpeg2video' || track.codec === 'mpeg1video') {
    const { bitsPerSecond: _, ...video } = readSequenceHeader(bytes) ?? { bitsPerSecond: undefined };
    Object.assign(track, video);
  } else if (track.codec === 'aac') describeSound(track, bytes, bytes.indexOf(0xff), readAdtsHeader);
  else if (track.codec === 'ac3' || track.codec === 'eac3') {
    describeSound(track, bytes, bytes.indexOf(AC3_SYNC), readAc3Header);
  } else if (track.codec === 'mp2' || track.codec === 'mp3') {
    const header = findFrames(bytes)?.header;
    if (header !== undefined) copySound(track, header);
  }
}

function isAvcSequence(type: number): boolean {
  return (type & 0x1f) === AVC_SEQUENCE;
}

function isHevcSequence(type: number): boolean {
  return ((type >> 1) & 0x3f) === HEVC_SEQUENCE;
}

function findUnit(
  bytes: Buffer,
  isWanted: (type: number) => boolean,
  headerLength: number,
  read: (unit: Buffer) => Picture,
): Picture | undefined {
  const starts = unitStarts(bytes, MAX_UNITS);
  const index = starts.findIndex((start) => isWanted(bytes[start] ?? 0));
  const start = starts[index];
  return start === undefined ? undefined : read(bytes.subarray(start + headerLength, starts[index + 1]));
}

interface Sound {
  readonly codec?: string;
  readonly samplesPerSecond: number;
  readonly channels: number | undefined;
}

function describeSound(
  track: Track,
  bytes: Buffer,
  position: number,
  read: (bytes: Buffer, position: number) => Sound | undefined,
): void {
  const header = read(bytes, position);
  if (header !== undefined) copySound(track, header);
}

function copySound(track: Track, { codec, samplesPerSecond, channels }: Sound): void {
  track.codec = codec ?? track.codec;
  track.samplesPerSecond = samplesPerSecond;
  track.channels = channels;
}
