import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording } from '../../video/recording.ts';
import { readVorbisComment } from '../tags/read-vorbis-comment.ts';
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

type Streams = Map<number, LogicalStream>;

/** Reads Ogg of any kind: the first pages for what it is, the last ones for how long. */
export const readOgg: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'ogg', tracks: [] };
  const streams: Streams = new Map();
  try {
    readHead(await source.read(0, HEAD), streams, draft);
    if (streams.size === 0) throw new UnreadableError('it holds no stream that is known');
    recording.tracks.push(...[...streams.values()].map(({ track }) => track));
    recording.durationSeconds = await readDuration(source, streams);
  } finally {
    putRecording(draft, recording, source.size);
    draft.mediaType = mediaTypeOf(recording, draft.mediaType);
  }
};

/** The comment is the second packet of a stream, and may go on over pages. */
function readHead(head: Buffer, streams: Streams, draft: Draft): void {
  const comments = new Map<number, Buffer[]>();
  let page = readPage(head, 0);
  for (let count = 0; page !== undefined && count < MAX_PAGES; count += 1) {
    const [first = 0] = page.packets;
    const packet = head.subarray(page.content, page.content + first);
    if (page.begins) addStream(page.serial, packet, streams);
    else if (streams.has(page.serial)) addComment(page, packet, comments, streams, draft);
    page = readPage(head, page.end);
  }
}

function addStream(serial: number, packet: Buffer, streams: Streams): void {
  const stream = readLogicalStream(packet);
  if (stream !== undefined && streams.size < MAX_STREAMS) streams.set(serial, stream);
}

function addComment(
  page: Page,
  packet: Buffer,
  comments: Map<number, Buffer[]>,
  streams: Streams,
  draft: Draft,
): void {
  const parts = comments.get(page.serial) ?? [];
  const prefix = streams.get(page.serial)?.commentPrefix;
  const isDone = parts.length > 0 && parts.at(-1)?.length === 0;
  if (prefix === undefined || isDone) return;
  comments.set(page.serial, [...parts, packet]);
  if (page.packets.length === 1 && page.unfinished) return;
  readVorbisComment(Buffer.concat([...parts, packet]).subarray(prefix), draft);
  comments.set(page.serial, [Buffer.alloc(0)]);
}

async function readDuration(source: ByteSource, streams: Streams): Promise<number> {
  for (const length of [TAIL, LONG_TAIL]) {
    const start = Math.max(0, source.size - length);
    const seconds = latestIn(await source.read(start, length), streams);
    if (seconds > 0 || start === 0) return seconds;
  }
  return 0;
}

/** The last moment that a page in the bytes names. */
function latestIn(bytes: Buffer, streams: Streams): number {
  let latest = 0;
  let at = bytes.indexOf('OggS');
  for (let count = 0; at >= 0 && count < MAX_TAIL_PAGES; count += 1) {
    const page = readPage(bytes, at);
    const seconds =
      page?.granule === undefined ? 0 : (streams.get(page.serial)?.secondsAt(page.granule) ?? 0);
    latest = Math.max(latest, seconds);
    at = bytes.indexOf('OggS', at + 4);
  }
  return latest;
}

const MAX_TAIL_PAGES = 40_000;

function mediaTypeOf({ tracks }: Recording, guessed: string): string {
  if (tracks.some(({ kind }) => kind === 'video')) return 'video/ogg';
  return tracks.some(({ kind }) => kind === 'audio') ? 'audio/ogg' : guessed;
}
