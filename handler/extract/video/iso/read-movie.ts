import { inflateSync } from 'node:zlib';
import { type Box, boxes } from '../../boxes.ts';
import { type ByteSource, sourceOfBytes } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import type { Recording } from '../recording.ts';
import { contentOf, readLongOrShort, readMediaHeader } from './full-box.ts';
import { readUserData } from './read-tags.ts';
import { type IsoTrack, readTrack } from './read-track.ts';

/** What is in a movie box beside the recording. */
export interface Movie {
  readonly recording: Recording;
  /** As long as an index of segments says. */
  segmentsSeconds?: number;
  readonly tracks: IsoTrack[];
  /** Of the movie's header. */
  timescale: number;
  /** Its samples are in fragments behind it. */
  fragmented: boolean;
  /** By track: units that a sample lasts in fragments that do not say it. */
  readonly sampleDurations: Map<number, number>;
}

const MAX_BOXES = 200;
const MAX_TRACKS = 64;
const MAX_COMPRESSED = 4 * 1024 * 1024;
const MAX_INFLATED = 16 * 1024 * 1024;
/** A movie box of this size comes in one read; of a larger one only the headers of its boxes are read. */
const AT_ONCE = 1024 * 1024;

/** Reads a `moov` box into the movie, each finding at once. */
export async function readMovie(source: ByteSource, moov: Box, movie: Movie, draft: Draft): Promise<void> {
  const length = moov.end - moov.start;
  if (length <= AT_ONCE) await source.read(moov.start, length);
  await readMovieBoxes(source, moov.content, moov.end, movie, draft);
  const chapters = new Set(movie.tracks.flatMap(({ chapters }) => chapters));
  for (const track of movie.tracks) {
    if (chapters.has(track.id)) track.kind = 'other';
  }
}

async function readMovieBoxes(source: ByteSource, start: number, end: number, movie: Movie, draft: Draft) {
  for await (const box of boxes(source, start, end, MAX_BOXES)) {
    if (box.type === 'trak') await addTrack(source, box, movie);
    else if (box.type === 'mvhd') await addHeader(source, box, movie);
    else if (box.type === 'mvex') await addExtensions(source, box, movie);
    else if (box.type === 'udta' || box.type === 'meta') await readUserData(source, box, draft);
    else if (box.type === 'cmov') await readCompressed(source, box, movie, draft);
  }
}

async function addTrack(source: ByteSource, box: Box, movie: Movie): Promise<void> {
  if (movie.tracks.length >= MAX_TRACKS) return;
  const track: IsoTrack = { id: 0, kind: 'other', timescale: 0, chapters: [] };
  movie.tracks.push(track);
  movie.recording.tracks.push(track);
  await readTrack(source, box, track);
}

async function addHeader(source: ByteSource, box: Box, movie: Movie): Promise<void> {
  const header = await readMediaHeader(source, box);
  if (header === undefined || header.timescale === 0) return;
  movie.timescale = header.timescale;
  movie.recording.created = header.created;
  movie.recording.durationSeconds = header.duration / header.timescale;
}

async function addExtensions(source: ByteSource, mvex: Box, movie: Movie): Promise<void> {
  movie.fragmented = true;
  movie.recording.durationSeconds = undefined;
  for await (const box of boxes(source, mvex.content, mvex.end, MAX_TRACKS)) {
    const bytes = await contentOf(source, box, 24);
    if (box.type === 'trex' && bytes.length >= 20) {
      movie.sampleDurations.set(bytes.readUInt32BE(4), bytes.readUInt32BE(12));
    } else if (box.type === 'mehd' && movie.timescale > 0) {
      movie.recording.durationSeconds = readLongOrShort(bytes, 4) / movie.timescale;
    }
  }
}

/** QuickTime can write the whole movie box compressed: the algorithm, then the size, then the data. */
async function readCompressed(source: ByteSource, cmov: Box, movie: Movie, draft: Draft): Promise<void> {
  for await (const box of boxes(source, cmov.content, cmov.end, 4)) {
    if (box.type !== 'cmvd') continue;
    const bytes = await contentOf(source, box, MAX_COMPRESSED);
    const inflated = inflateSync(bytes.subarray(4), { maxOutputLength: MAX_INFLATED });
    const whole = sourceOfBytes(inflated);
    for await (const moov of boxes(whole, 0, whole.size, 1)) {
      await readMovieBoxes(whole, moov.content, moov.end, movie, draft);
    }
  }
}
