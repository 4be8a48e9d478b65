import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording } from '../../video/recording.ts';
import { readVorbisComment } from '../tags/read-vorbis-comment.ts';
import { chainedSeconds, firstPacket, pagesIn } from './chain.ts';
import { type LogicalStream, readLogicalStream } from './logical-stream.ts';
import { type Page, readPage } from './page.ts';

/** The beginning, where all streams introduce themselves and say their comments. */
const HEAD = 128 * 1024;
const MAX_PAGES = 64;
const MAX_STREAMS = 32;
/** A page has at most 65,307 bytes: so much holds the last one. */
const TAIL = 64 * 1024;
/** Where other streams end earlier. */
const LONG_TAIL = 1024 * 1024;
const LONGEST_PAGE_SECONDS = 30;

type Streams = Map<number, LogicalStream>;
type Comments = Map<number, Buffer[]>;

/** Reads Ogg of any kind: the first pages for what it is, the last ones for how long. */
export const readOgg: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'ogg', tracks: [] };
  const streams: Streams = new Map();
  try {
    const head = await source.read(0, HEAD);
    const serials = readHead(head, streams, draft);
    if (streams.size === 0) throw new UnreadableError('it holds no stream that is known');
    recording.tracks.push(...[...streams.values()].map(({ track }) => track));
    recording.durationSeconds = (await isChained(source, serials))
      ? await chainDuration(source)
      : await durationOf(source, head, streams);
  } finally {
    putRecording(draft, recording, source.size);
    draft.mediaType = mediaTypeOf(recording, draft.mediaType);
  }
};

/**
 * The comment is the second packet of a stream, and may go on over pages. Returns the numbers of all streams, known or
 * not, but for those that begin after others have come somewhere: these are of the next recording in a chain.
 */
function readHead(head: Buffer, streams: Streams, draft: Draft): ReadonlySet<number> {
  const serials = new Set<number>();
  const comments: Comments = new Map();
  let page = readPage(head, 0);
  let isUnderWay = false;
  for (let count = 0; page !== undefined && count < MAX_PAGES; count += 1) {
    const packet = firstPacket(head, page);
    if (page.begins && isUnderWay) break;
    if (page.begins) {
      serials.add(page.serial);
      addStream(page.serial, packet, streams);
      comments.set(page.serial, []);
    } else addComment(page, packet, comments, streams, draft);
    isUnderWay ||= page.granule !== undefined && page.granule > 0n;
    page = readPage(head, page.end);
  }
  for (const [serial, parts] of comments) readComment(serial, parts, streams, draft);
  return serials;
}

function addStream(serial: number, packet: Buffer, streams: Streams): void {
  const stream = readLogicalStream(packet);
  if (stream !== undefined && streams.size < MAX_STREAMS) streams.set(serial, stream);
}

/** `comments` has the parts of those that have not ended. */
function addComment(page: Page, packet: Buffer, comments: Comments, streams: Streams, draft: Draft): void {
  const parts = comments.get(page.serial);
  if (parts === undefined) return;
  parts.push(packet);
  if (page.packets.length === 1 && page.unfinished) return;
  readComment(page.serial, parts, streams, draft);
  comments.delete(page.serial);
}

function readComment(serial: number, parts: readonly Buffer[], streams: Streams, draft: Draft): void {
  const prefix = streams.get(serial)?.commentPrefix;
  if (prefix !== undefined) readVorbisComment(Buffer.concat(parts).subarray(prefix), draft);
}

/** Whether the last page is of a stream that is not there at the beginning. */
async function isChained(source: ByteSource, serials: ReadonlySet<number>): Promise<boolean> {
  let last: Page | undefined;
  for (const page of pagesIn(await source.read(Math.max(0, source.size - TAIL), TAIL))) last = page;
  return last !== undefined && !serials.has(last.serial);
}

/** Of a chain that is longer nobody knows without reading all of it. */
async function chainDuration(source: ByteSource): Promise<number | undefined> {
  return source.size <= LONG_TAIL ? chainedSeconds(await source.read(0, source.size)) : undefined;
}

async function durationOf(source: ByteSource, head: Buffer, streams: Streams): Promise<number> {
  const start = startIn(head, streams);
  const end = await readEnd(source, streams);
  return end > start ? end - start : end;
}

async function readEnd(source: ByteSource, streams: Streams): Promise<number> {
  for (const length of [TAIL, LONG_TAIL]) {
    const start = Math.max(0, source.size - length);
    const seconds = latestIn(await source.read(start, length), streams);
    if (seconds > 0 || start === 0) return seconds;
  }
  return 0;
}

/** What was cut out of a broadcast does not begin at zero. Other files do, and their first page ends soon after. */
function startIn(head: Buffer, streams: Streams): number {
  for (const seconds of momentsIn(head, streams)) {
    if (seconds > 0) return seconds > LONGEST_PAGE_SECONDS ? seconds : 0;
  }
  return 0;
}

/** The last moment that a page in the bytes names. */
function latestIn(bytes: Buffer, streams: Streams): number {
  let latest = 0;
  for (const seconds of momentsIn(bytes, streams)) latest = Math.max(latest, seconds);
  return latest;
}

/** Where the pages in the bytes end, in seconds. */
function* momentsIn(bytes: Buffer, streams: Streams): Generator<number> {
  for (const { granule, serial } of pagesIn(bytes)) {
    if (granule !== undefined) yield streams.get(serial)?.secondsAt(granule) ?? 0;
  }
}

function mediaTypeOf({ tracks }: Recording, guessed: string): string {
  if (tracks.some(({ kind }) => kind === 'video')) return 'video/ogg';
  return tracks.some(({ kind }) => kind === 'audio') ? 'audio/ogg' : guessed;
}
