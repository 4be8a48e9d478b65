import { type Chunk, chunks, contentOf } from '../audio/riff/chunks.ts';
import { readInfoList } from '../audio/riff/read-info-list.ts';
import { readWaveFormat } from '../audio/wave-format.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { codecOfFourCc } from './four-cc.ts';
import { putRecording, type Recording, type Track } from './recording.ts';

const MAX_CHUNKS = 40;
const MAX_STREAMS = 32;

const kinds: Readonly<Record<string, Track['kind']>> = {
  vids: 'video',
  auds: 'audio',
  txts: 'subtitle',
  iavs: 'video',
};

/** What the lists in front of the pictures say. */
interface Header {
  readonly recording: Recording;
  microsecondsPerFrame: number;
  /** Of the whole file; the main header counts those of its first part. */
  frames: number;
}

/** Reads AVI, with OpenDML: the lists in front of the pictures, which are passed over, and tags behind the first part. */
export const readAvi: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'avi', tracks: [] };
  const header: Header = { recording, microsecondsPerFrame: 0, frames: 0 };
  try {
    for await (const chunk of chunks(source, 12, source.size, MAX_CHUNKS)) {
      if (chunk.id === 'RIFF') break;
      if (chunk.id === 'LIST') await readList(source, chunk, header, draft);
    }
  } finally {
    const [video] = recording.tracks.filter(({ kind }) => kind === 'video');
    const seconds = (header.frames * header.microsecondsPerFrame) / 1e6;
    if (video !== undefined)
      video.durationSeconds = Math.max(video.durationSeconds ?? 0, openDmlSeconds(video, header)) || seconds;
    putRecording(draft, recording, source.size);
  }
  if (recording.tracks.length === 0) throw new UnreadableError('it describes no stream');
};

function openDmlSeconds({ framesPerSecond = 0 }: Track, { frames }: Header): number {
  return framesPerSecond > 0 ? frames / framesPerSecond : 0;
}

async function readList(source: ByteSource, list: Chunk, header: Header, draft: Draft): Promise<void> {
  const type = (await contentOf(source, list, 4)).toString('latin1');
  if (type === 'INFO') await readInfoList(source, list, draft);
  if (type === 'hdrl') await readHeaderList(source, list, header, draft);
}

async function readHeaderList(source: ByteSource, list: Chunk, header: Header, draft: Draft): Promise<void> {
  for await (const chunk of chunks(source, list.content + 4, list.end, MAX_CHUNKS)) {
    if (chunk.id === 'avih') await readMainHeader(source, chunk, header);
    else if (chunk.id === 'IDIT') header.recording.created = dateOf(await contentOf(source, chunk, 40));
    else if (chunk.id === 'LIST') await readInnerList(source, chunk, header, draft);
  }
}

async function readInnerList(source: ByteSource, list: Chunk, header: Header, draft: Draft): Promise<void> {
  const type = (await contentOf(source, list, 4)).toString('latin1');
  if (type === 'strl') await readStream(source, list, header.recording.tracks);
  else if (type === 'odml') await readOpenDml(source, list, header);
  else if (type === 'INFO') await readInfoList(source, list, draft);
}

async function readMainHeader(source: ByteSource, chunk: Chunk, header: Header): Promise<void> {
  const bytes = await contentOf(source, chunk, 40);
  if (bytes.length < 40) return;
  header.microsecondsPerFrame = bytes.readUInt32LE(0);
  header.frames = bytes.readUInt32LE(16);
}

/** As C writes a date, `Mon Mar 10 15:04:43 2003`, or `2009/10/27 12:14`: of which zone, they do not say. */
function dateOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replaceAll('\0', '').trim();
  const isDate = /^(?:[A-Z]{3} [A-Z]{3} +\d|\d{4}\/\d\d\/\d\d \d\d:)/i.test(text);
  const time = isDate ? Date.parse(`${text} UTC`) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 19);
}

async function readOpenDml(source: ByteSource, list: Chunk, header: Header): Promise<void> {
  for await (const chunk of chunks(source, list.content + 4, list.end, 4)) {
    const bytes = await contentOf(source, chunk, 4);
    if (chunk.id === 'dmlh' && bytes.length === 4)
      header.frames = Math.max(header.frames, bytes.readUInt32LE(0));
  }
}

async function readStream(source: ByteSource, list: Chunk, tracks: Track[]): Promise<void> {
  if (tracks.length >= MAX_STREAMS) return;
  const track: Track = { kind: 'other' };
  tracks.push(track);
  for await (const chunk of chunks(source, list.content + 4, list.end, MAX_CHUNKS)) {
    if (chunk.id === 'strh') readStreamHeader(await contentOf(source, chunk, 48), track);
    else if (chunk.id === 'strf') readStreamFormat(await contentOf(source, chunk, 64), track);
  }
}

function readStreamHeader(bytes: Buffer, track: Track): void {
  if (bytes.length < 36) return;
  track.kind = kinds[bytes.toString('latin1', 0, 4)] ?? 'other';
  track.codec = track.kind === 'video' ? codecOfFourCc(bytes.toString('latin1', 4, 8)) : undefined;
  const scale = bytes.readUInt32LE(20);
  const rate = bytes.readUInt32LE(24);
  if (scale === 0 || rate === 0) return;
  track.durationSeconds = (bytes.readUInt32LE(32) * scale) / rate;
  if (track.kind === 'video') track.framesPerSecond = rate / scale;
}

/** A bitmap's header for pictures, a wave's format for sound. */
function readStreamFormat(bytes: Buffer, track: Track): void {
  if (track.kind === 'video' && bytes.length >= 20) {
    track.widthPixels = bytes.readUInt32LE(4);
    track.heightPixels = Math.abs(bytes.readInt32LE(8));
    track.codec = codecOfFourCc(bytes.toString('latin1', 16, 20)) ?? track.codec;
  } else if (track.kind === 'audio') {
    const { durationSeconds } = track;
    Object.assign(track, readWaveFormat(bytes)?.track, { durationSeconds });
  }
}
