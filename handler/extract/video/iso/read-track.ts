import { readFrameHeader } from '../../audio/mp3/frame-header.ts';
import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Track } from '../recording.ts';
import { contentOf, readMediaHeader } from './full-box.ts';
import { readSampleEntry } from './read-sample-entry.ts';

export interface IsoTrack extends Track {
  id: number;
  /** Units a second. */
  timescale: number;
  /** The tracks that hold this track's chapters. */
  chapters: number[];
}

const MAX_BOXES = 50;
/** Longer tables are of variable rates: their length says enough. */
const MAX_TIME_ENTRIES = 1024;
const CHAPTERS_AT_MOST = 16;

const handlers: Readonly<Record<string, Track['kind']>> = {
  vide: 'video',
  soun: 'audio',
  sbtl: 'subtitle',
  subt: 'subtitle',
  subp: 'subtitle',
  text: 'subtitle',
  clcp: 'subtitle',
};

/** Reads a `trak` box into a track. */
export async function readTrack(source: ByteSource, trak: Box, track: IsoTrack): Promise<void> {
  for await (const box of boxes(source, trak.content, trak.end, MAX_BOXES)) {
    if (box.type === 'tkhd') await readTrackHeader(source, box, track);
    else if (box.type === 'mdia') await readMedia(source, box, track);
    else if (box.type === 'tref') await readReferences(source, box, track);
  }
}

/** The identity, and how the picture is turned: a matrix of which the first two numbers suffice. */
async function readTrackHeader(source: ByteSource, box: Box, track: IsoTrack): Promise<void> {
  const bytes = await contentOf(source, box, 96);
  const long = bytes[0] === 1;
  const matrix = long ? 52 : 40;
  if (bytes.length < matrix + 8) return;
  track.id = bytes.readUInt32BE(long ? 20 : 12);
  const cosine = bytes.readInt32BE(matrix);
  const sine = bytes.readInt32BE(matrix + 4);
  const degrees = Math.round((Math.atan2(sine, cosine) * 180) / Math.PI);
  track.rotationDegrees = (degrees + 360) % 360;
}

async function readReferences(source: ByteSource, tref: Box, track: IsoTrack): Promise<void> {
  for await (const box of boxes(source, tref.content, tref.end, MAX_BOXES)) {
    if (box.type !== 'chap') continue;
    const bytes = await contentOf(source, box, CHAPTERS_AT_MOST * 4);
    for (let at = 0; at + 4 <= bytes.length; at += 4) track.chapters.push(bytes.readUInt32BE(at));
  }
}

async function readMedia(source: ByteSource, mdia: Box, track: IsoTrack): Promise<void> {
  for await (const box of boxes(source, mdia.content, mdia.end, MAX_BOXES)) {
    if (box.type === 'mdhd') await readTimescale(source, box, track);
    else if (box.type === 'minf') await readMediaInformation(source, box, track);
    else if (box.type === 'hdlr') {
      const bytes = await contentOf(source, box, 12);
      track.kind = handlers[bytes.toString('latin1', 8, 12)] ?? 'other';
    }
  }
}

async function readTimescale(source: ByteSource, mdhd: Box, track: IsoTrack): Promise<void> {
  const header = await readMediaHeader(source, mdhd);
  if (header === undefined || header.timescale === 0) return;
  track.timescale = header.timescale;
  track.durationSeconds = header.duration / header.timescale;
}

async function readMediaInformation(source: ByteSource, minf: Box, track: IsoTrack): Promise<void> {
  for await (const box of boxes(source, minf.content, minf.end, MAX_BOXES)) {
    if (box.type === 'stbl') await readSampleTable(source, box, track);
  }
}

/** Ends as soon as it knows enough: the tables behind are long, and each would cost a read. */
async function readSampleTable(source: ByteSource, stbl: Box, track: IsoTrack): Promise<void> {
  for await (const box of boxes(source, stbl.content, stbl.end, MAX_BOXES)) {
    if (box.type === 'stsd') await readSampleEntry(source, box, track);
    else if (box.type === 'stts') await readRate(source, box, track);
    else if (box.type === 'stsz') track.framesPerSecond ??= await averageRate(source, box, track);
    else if (box.type === 'stco' || box.type === 'co64') await readFirstFrame(source, box, track);
    if (isComplete(track)) return;
  }
}

function isComplete({ kind, codec, framesPerSecond }: IsoTrack): boolean {
  if (kind === 'video') return codec !== undefined && framesPerSecond !== undefined;
  return codec !== undefined && !MPEG_SOUND.has(codec);
}

/** What entries say of the channels of these is mostly a template's: the first frame knows. */
const MPEG_SOUND: ReadonlySet<string | undefined> = new Set(['mp1', 'mp2', 'mp3']);

async function readFirstFrame(source: ByteSource, offsets: Box, track: IsoTrack): Promise<void> {
  if (!MPEG_SOUND.has(track.codec)) return;
  const bytes = await contentOf(source, offsets, 16);
  const long = offsets.type === 'co64';
  if (bytes.length < (long ? 16 : 12)) return;
  const position = long ? Number(bytes.readBigUInt64BE(8)) : bytes.readUInt32BE(8);
  const frame = readFrameHeader(await source.read(position, 4), 0);
  if (frame === undefined) return;
  const { codec, channels, samplesPerSecond } = frame;
  Object.assign(track, { codec, channels, samplesPerSecond });
}

async function readRate(source: ByteSource, stts: Box, track: IsoTrack): Promise<void> {
  const { samples, units } = await readTimes(source, stts);
  if (units > 0) track.framesPerSecond = (samples * track.timescale) / units;
}

/** By the number of samples. */
async function averageRate(source: ByteSource, stsz: Box, { durationSeconds = 0 }: IsoTrack) {
  const bytes = await contentOf(source, stsz, 12);
  const samples = bytes.length === 12 ? bytes.readUInt32BE(8) : 0;
  return samples > 0 && durationSeconds > 0 ? samples / durationSeconds : undefined;
}

/** How many samples there are, and how long all of them last; nothing when that takes a long table. */
async function readTimes(source: ByteSource, stts: Box): Promise<{ samples: number; units: number }> {
  const total = { samples: 0, units: 0 };
  const head = await contentOf(source, stts, 8);
  const entries = head.length === 8 ? head.readUInt32BE(4) : 0;
  if (entries > MAX_TIME_ENTRIES) return total;
  const bytes = (await contentOf(source, stts, 8 + entries * 8)).subarray(8);
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const samples = bytes.readUInt32BE(at);
    total.samples += samples;
    total.units += samples * bytes.readUInt32BE(at + 4);
  }
  return total;
}
