import { addTag } from '../../audio/tags/add-tag.ts';
import { genreOf } from '../../audio/tags/genres.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording } from '../recording.ts';
import { objects } from './objects.ts';
import { packetRate } from './packet-rate.ts';
import { type AsfTrack, readExtendedStream, readStream } from './read-stream.ts';

const HEADER = '3026b2758e66cf11a6d900aa0062ce6c';
const FILE_PROPERTIES = 'a1dcab8c47a9cf118ee400c00c205365';
const STREAM_PROPERTIES = '9107dcb7b7a9cf118ee600c00c205365';
const HEADER_EXTENSION = 'b503bf5f2ea9cf118ee300c00c205365';
const EXTENDED_STREAM_PROPERTIES = 'cba5e61472c632438399a96952065b5a';
const CONTENT_DESCRIPTION = '3326b2758e66cf11a6d900aa0062ce6c';
const EXTENDED_CONTENT_DESCRIPTION = '40a4d0d207e3d21197f000a0c95ea850';

const MAX_HEADER = 4 * 1024 * 1024;
const MAX_VALUES = 200;
/** From 1601 to 1970, in seconds. */
const EPOCH = 11_644_473_600;
const TEXT = 0;
/** Of the object behind the header, before its packets. */
const DATA_HEADER = 50;

interface AsfRecording extends Recording {
  readonly tracks: AsfTrack[];
  packetBytes: number;
}

/** Reads ASF (Windows Media): its header object, and the first packets. */
export const readAsf: Reader = async ({ source }, draft) => {
  const head = await source.read(0, 30);
  if (head.length < 30 || head.toString('hex', 0, 16) !== HEADER)
    throw new UnreadableError('it has no header object');
  const length = Math.min(Number(head.readBigUInt64LE(16)), MAX_HEADER);
  const recording: AsfRecording = { container: 'asf', tracks: [], packetBytes: 0 };
  const rates = new Map<number, number>();
  try {
    readObjects((await source.read(0, length)).subarray(30), recording, rates, draft);
    await addRate(source, length + DATA_HEADER, recording);
  } finally {
    putRecording(draft, recording, source.size);
    const sound = draft.video === undefined && draft.audio !== undefined;
    draft.mediaType = sound ? 'audio/x-ms-wma' : 'video/x-ms-asf';
  }
  if (recording.tracks.length === 0) throw new UnreadableError('it describes no stream');
};

/** Where the header does not say how many pictures there are a second. */
async function addRate(source: ByteSource, start: number, { tracks, packetBytes }: AsfRecording) {
  const video = tracks.find(({ kind }) => kind === 'video');
  if (video?.stream === undefined || video.framesPerSecond !== undefined) return;
  video.framesPerSecond = await packetRate(source, start, packetBytes, video.stream);
}

function readObjects(bytes: Buffer, recording: AsfRecording, rates: Map<number, number>, draft: Draft): void {
  for (const { id, content } of objects(bytes)) {
    if (id === FILE_PROPERTIES) readFileProperties(content, recording);
    else if (id === STREAM_PROPERTIES) readStream(content, rates, recording.tracks);
    else if (id === CONTENT_DESCRIPTION) readDescription(content, draft);
    else if (id === EXTENDED_CONTENT_DESCRIPTION) readExtendedDescription(content, draft);
    else if (id === HEADER_EXTENSION) readExtension(content.subarray(22), recording, rates);
  }
}

/** It may hold streams that have no description of their own. */
function readExtension(bytes: Buffer, recording: AsfRecording, rates: Map<number, number>): void {
  for (const { id, content } of objects(bytes)) {
    if (id !== EXTENDED_STREAM_PROPERTIES) continue;
    const inside = readExtendedStream(content, rates, recording.tracks);
    for (const stream of objects(inside)) {
      if (stream.id === STREAM_PROPERTIES) readStream(stream.content, rates, recording.tracks);
    }
  }
}

/** The time to play counts the time in which a player fills its buffer. */
function readFileProperties(bytes: Buffer, recording: AsfRecording): void {
  if (bytes.length < 80) return;
  const created = Number(bytes.readBigUInt64LE(24)) / 1e7 - EPOCH;
  const play = Number(bytes.readBigUInt64LE(40)) / 1e7;
  const fill = Number(bytes.readBigUInt64LE(56)) / 1e3;
  recording.durationSeconds = play - fill;
  recording.packetBytes = bytes.readUInt32LE(68);
  if (created > 0 && created < EPOCH)
    recording.created = new Date(created * 1000).toISOString().replace('.000Z', 'Z');
}

/** Five lengths, then five texts. */
function readDescription(bytes: Buffer, draft: Draft): void {
  if (bytes.length < 10) return;
  let at = 10;
  for (const [index, name] of ['TITLE', 'ARTIST', '', 'DESCRIPTION'].entries()) {
    const length = bytes.readUInt16LE(index * 2);
    addTag(draft, name, textOf(bytes.subarray(at, at + length)));
    at += length;
  }
}

/** Names and values, each with its length before it. */
function readExtendedDescription(bytes: Buffer, draft: Draft): void {
  const count = bytes.length < 2 ? 0 : Math.min(bytes.readUInt16LE(0), MAX_VALUES);
  let at = 2;
  for (let value = 0; value < count && at + 2 <= bytes.length; value += 1) {
    const type = at + 2 + bytes.readUInt16LE(at);
    if (type + 4 > bytes.length) return;
    const name = textOf(bytes.subarray(at + 2, type));
    const end = type + 4 + bytes.readUInt16LE(type + 2);
    addValue(draft, name, bytes.readUInt16LE(type), bytes.subarray(type + 4, end));
    at = end;
  }
}

function addValue(draft: Draft, name: string, type: number, value: Buffer): void {
  if (type === TEXT) addTag(draft, name, name === 'WM/Genre' ? genreOf(textOf(value)) : textOf(value));
  else if (value.length === 4) addTag(draft, name, String(value.readUInt32LE(0)));
}

function textOf(bytes: Buffer): string {
  return bytes
    .toString('utf16le', 0, bytes.length & ~1)
    .split('\0', 1)
    .join();
}
