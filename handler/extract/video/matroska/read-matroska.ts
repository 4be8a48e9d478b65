import { addTag } from '../../audio/tags/add-tag.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording } from '../recording.ts';
import { blockRate } from './block-rate.ts';
import { childrenOf, type Element, elements, floatIn, textIn, unsignedIn } from './elements.ts';
import { lastBlock } from './last-block.ts';
import { readTags } from './read-tags.ts';
import { type MatroskaTrack, readTrackEntry } from './read-track-entry.ts';

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const SEEK_HEAD = 0x114d9b74;
const SEEK = 0x4dbb;
const SEEK_ID = 0x53ab;
const SEEK_POSITION = 0x53ac;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TITLE = 0x7ba9;
const DATE = 0x4461;
const WRITING_APP = 0x5741;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TAGS = 0x1254c367;
const CLUSTER = 0x1f43b675;

const MAX_TRACKS = 64;
/** Elements in front of the first cluster, and then those that a seek head points at. */
const MAX_TOP = 30;
const MAX_SEEKS = 50;
/** 2001-01-01, from which Matroska counts in nanoseconds. */
const EPOCH = Date.UTC(2001, 0, 1);

interface Segment {
  readonly recording: Recording;
  readonly tracks: MatroskaTrack[];
  /** What times are counted in. */
  secondsPerTick: number;
  /** Where positions are counted from. */
  readonly start: number;
  /** What was read, by identity: each kind is read once. */
  readonly seen: Set<number>;
  readonly seeks: Map<number, number>;
}

/** Reads Matroska and WebM: what stands before the first cluster, then what the seek head points at. */
export const readMatroska: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'matroska', tracks: [] };
  try {
    for await (const element of elements(source, 0, source.size, MAX_TOP)) {
      if (element.id === EBML) recording.container = await readDocType(source, element);
      else if (element.id === SEGMENT) return await readSegment(source, element, recording, draft);
    }
    throw new UnreadableError('it has no segment');
  } finally {
    putRecording(draft, recording, source.size);
    draft.mediaType = mediaTypeOf(recording);
  }
};

async function readDocType(source: ByteSource, header: Element): Promise<string> {
  return (await textIn(await childrenOf(source, header), DOC_TYPE)) === 'webm' ? 'webm' : 'matroska';
}

async function readSegment(
  source: ByteSource,
  { content, end }: Element,
  recording: Recording,
  draft: Draft,
) {
  const segment: Segment = {
    recording,
    tracks: [],
    secondsPerTick: 1e-3,
    start: content,
    seen: new Set(),
    seeks: new Map(),
  };
  let firstCluster: number | undefined;
  for await (const element of elements(source, content, end, MAX_TOP)) {
    if (element.id === CLUSTER) firstCluster = element.start;
    if (firstCluster !== undefined) break;
    await readTop(source, element, segment, draft);
  }
  for (const wanted of [SEEK_HEAD, INFO, TRACKS, TAGS]) await readSought(source, wanted, segment, draft);
  if (firstCluster === undefined) return;
  recording.durationSeconds ||= (await lastBlock(source, firstCluster)) * segment.secondsPerTick;
  await addRate(source, firstCluster, segment);
}

/** Where the entry of the pictures does not say how many there are a second. */
async function addRate(source: ByteSource, firstCluster: number, { tracks, secondsPerTick }: Segment) {
  const video = tracks.find(({ kind }) => kind === 'video');
  if (video?.number === undefined || video.framesPerSecond !== undefined) return;
  video.framesPerSecond = await blockRate(source, firstCluster, video.number, secondsPerTick);
}

async function readSought(source: ByteSource, wanted: number, segment: Segment, draft: Draft): Promise<void> {
  const position = segment.seeks.get(wanted);
  if (position === undefined || segment.seen.has(wanted)) return;
  for await (const element of elements(source, position, source.size, 1)) {
    if (element.id === wanted) await readTop(source, element, segment, draft);
  }
}

async function readTop(source: ByteSource, element: Element, segment: Segment, draft: Draft): Promise<void> {
  if (element.id === SEEK_HEAD) return readSeekHead(source, element, segment);
  if (segment.seen.has(element.id)) return;
  segment.seen.add(element.id);
  if (element.id === INFO) await readInfo(source, element, segment, draft);
  else if (element.id === TRACKS) await readTracks(source, element, segment);
  else if (element.id === TAGS) await readTags(source, element, draft);
}

async function readSeekHead(source: ByteSource, head: Element, segment: Segment): Promise<void> {
  for await (const seek of elements(source, head.content, head.end, MAX_SEEKS)) {
    if (seek.id !== SEEK) continue;
    const children = await childrenOf(source, seek);
    const id = await unsignedIn(children, SEEK_ID);
    const position = await unsignedIn(children, SEEK_POSITION);
    if (id !== undefined && position !== undefined) segment.seeks.set(id, segment.start + position);
  }
}

async function readInfo(source: ByteSource, info: Element, segment: Segment, draft: Draft): Promise<void> {
  const { recording } = segment;
  const children = await childrenOf(source, info);
  segment.secondsPerTick = ((await unsignedIn(children, TIMESTAMP_SCALE)) ?? 1e6) / 1e9;
  const duration = await floatIn(children, DURATION);
  if (duration !== undefined) recording.durationSeconds = duration * segment.secondsPerTick;
  recording.created = dateOf(await children.bytes(DATE, 8));
  addTag(draft, 'TITLE', (await textIn(children, TITLE)) ?? '');
  addTag(draft, 'WRITING_APP', (await textIn(children, WRITING_APP)) ?? '');
}

function dateOf(bytes: Buffer | undefined): string | undefined {
  if (bytes?.length !== 8) return undefined;
  const date = new Date(EPOCH + Number(bytes.readBigInt64BE(0)) / 1e6);
  return date.toISOString().replace('.000Z', 'Z');
}

async function readTracks(source: ByteSource, { content, end }: Element, segment: Segment): Promise<void> {
  for await (const entry of elements(source, content, end, MAX_TRACKS)) {
    if (entry.id === TRACK_ENTRY) segment.tracks.push(await readTrackEntry(source, entry));
  }
  segment.recording.tracks.push(...segment.tracks);
}

function mediaTypeOf({ container, tracks }: Recording): string {
  const name = container === 'webm' ? 'webm' : 'x-matroska';
  const sound = tracks.some(({ kind }) => kind === 'audio') && tracks.every(({ kind }) => kind !== 'video');
  return `${sound ? 'audio' : 'video'}/${name}`;
}
