import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import { contentOf } from './full-box.ts';
import { type Fragment, readFragment } from './read-fragment.ts';
import type { Movie } from './read-movie.ts';

/** The last fragment is looked for in so much of the end of the file, and then in more of it. */
const TAILS = [256 * 1024, 4 * 1024 * 1024];
const MAX_CANDIDATES = 20;
const SMALLEST_FRAGMENT = 24;
/** Each may cost a read. */
const MAX_ADDED = 24;

/** Of the segments that a `sidx` box lists, in seconds. */
export async function readSegmentIndex(source: ByteSource, sidx: Box): Promise<number> {
  const bytes = await contentOf(source, sidx, 1024 * 1024);
  const start = bytes[0] === 0 ? 20 : 28;
  if (bytes.length < start + 4) return 0;
  const timescale = bytes.readUInt32BE(8);
  const end = Math.min(bytes.length - 7, start + 4 + bytes.readUInt16BE(start + 2) * 12);
  let units = 0;
  for (let at = start + 4; at < end; at += 12) units += bytes.readUInt32BE(at + 4);
  return timescale === 0 ? 0 : units / timescale;
}

/**
 * How long a movie in fragments lasts, whose first fragment is given: from when that begins to when the last one ends,
 * but not longer than it promises. Where fragments do not say when they begin, what is promised, or else all of them
 * added up, from those at the beginning when there are many.
 */
export async function fragmentedDuration(
  source: ByteSource,
  movie: Movie,
  moof: Box,
  first: readonly Fragment[],
): Promise<number> {
  const whole = movie.recording.durationSeconds || Number.POSITIVE_INFINITY;
  const promised = movie.recording.durationSeconds || movie.segmentsSeconds;
  for (const length of promised ? TAILS.slice(0, 1) : TAILS) {
    const from = Math.max(moof.start, source.size - length);
    const seconds = (await lastEnd(source, movie, from)) - firstStart(first, movie);
    if (seconds > 0) return Math.min(whole, seconds);
    if (from === moof.start) break;
  }
  return promised || addedUp(source, movie, moof.start);
}

/** What was cut out of a broadcast does not begin at zero. */
function firstStart(fragments: readonly Fragment[], { tracks }: Movie): number {
  const starts = fragments.flatMap(({ track: id, start }) => {
    const timescale = tracks.find((track) => track.id === id)?.timescale;
    return timescale && start !== undefined ? [start / timescale] : [];
  });
  return starts.length === 0 ? 0 : Math.min(...starts);
}

async function addedUp(source: ByteSource, movie: Movie, start: number): Promise<number> {
  const seconds = new Map<number, number>();
  let end = start;
  for await (const box of boxes(source, start, source.size, MAX_ADDED)) {
    end = box.end;
    if (box.type !== 'moof') continue;
    for (const { track: id, units } of await readFragment(source, box, movie.sampleDurations)) {
      const timescale = movie.tracks.find((track) => track.id === id)?.timescale;
      if (timescale) seconds.set(id, (seconds.get(id) ?? 0) + units / timescale);
    }
  }
  return Math.max(0, ...seconds.values()) * ((source.size - start) / Math.max(1, end - start));
}

async function lastEnd(source: ByteSource, movie: Movie, from: number): Promise<number> {
  const tail = await source.read(from, source.size - from);
  const ends = new Map<number, number>();
  let at = tail.length;
  for (let tried = 0; tried < MAX_CANDIDATES && at > 4 && ends.size < movie.tracks.length; tried += 1) {
    at = tail.lastIndexOf('moof', at - 1, 'latin1');
    if (at < 4) break;
    await addEnds(source, from + at - 4, movie, ends);
  }
  return Math.max(0, ...ends.values());
}

/** When each track of the fragment at a position ends, in seconds, unless a later fragment has said so. */
async function addEnds(source: ByteSource, position: number, movie: Movie, ends: Map<number, number>) {
  for await (const moof of boxes(source, position, source.size, 1)) {
    if (moof.end - moof.start < SMALLEST_FRAGMENT) return;
    for (const fragment of await readFragment(source, moof, movie.sampleDurations))
      addEnd(fragment, movie, ends);
  }
}

function addEnd({ track: id, start, units }: Fragment, movie: Movie, ends: Map<number, number>): void {
  const track = movie.tracks.find((candidate) => candidate.id === id);
  if (track === undefined || track.timescale === 0 || start === undefined || ends.has(id)) return;
  ends.set(id, (start + units) / track.timescale);
}
