import { readAacConfig } from '../../audio/aac-config.ts';
import { readFrameHeader } from '../../audio/mp3/frame-header.ts';
import { addTag } from '../../audio/tags/add-tag.ts';
import { Bits } from '../../bits.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { readAvcConfiguration } from '../mpeg/avc-configuration.ts';
import { putRecording, type Recording, type Track } from '../recording.ts';
import { readScriptData } from './read-script-data.ts';

const AUDIO = 8;
const VIDEO = 9;
const SCRIPT = 18;
const HEADER = 11;
/** Tags of both kinds are among the first. */
const MAX_TAGS = 40;
const MAX_SCRIPT = 64 * 1024;

const videoCodecs: Readonly<Record<number, string>> = {
  2: 'flv1',
  3: 'flashsv',
  4: 'vp6f',
  5: 'vp6a',
  6: 'flashsv2',
  7: 'h264',
  12: 'hevc',
};
const audioCodecs: Readonly<Record<number, string>> = {
  0: 'pcm_s16le',
  1: 'adpcm_swf',
  2: 'mp3',
  3: 'pcm_s16le',
  4: 'nellymoser',
  5: 'nellymoser',
  6: 'nellymoser',
  7: 'pcm_alaw',
  8: 'pcm_mulaw',
  10: 'aac',
  11: 'speex',
  14: 'mp3',
};
/** As ffmpeg writes it, with a fraction of a second. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const RATES = [5512, 11_025, 22_050, 44_100];
const AAC = 10;
const MP3 = 2;
const AVC = 7;
const SORENSON = 2;
const SORENSON_WIDTHS = [352, 176, 128, 320, 160];
const SORENSON_HEIGHTS = [288, 144, 96, 240, 120];

interface Flv {
  readonly recording: Recording;
  /** What the metadata says of the pictures. */
  said: Partial<Track>;
  video: Track | undefined;
  audio: Track | undefined;
}

/** Reads Flash video: the first tags, and when the last begins where the first do not say how long it is. */
export const readFlv: Reader = async ({ source }, draft) => {
  const recording: Recording = { container: 'flv', tracks: [] };
  const flv: Flv = { recording, said: {}, video: undefined, audio: undefined };
  try {
    await readTags(source, flv, draft);
    recording.durationSeconds ||= await lastTimestamp(source);
  } finally {
    if (flv.video !== undefined) recording.tracks.push({ ...flv.said, ...flv.video });
    if (flv.audio !== undefined) recording.tracks.push(flv.audio);
    putRecording(draft, recording, source.size);
  }
};

async function readTags(source: ByteSource, flv: Flv, draft: Draft): Promise<void> {
  const head = await source.read(0, 9);
  if (head.length < 9) throw new UnreadableError('it ends too early');
  const flags = head.readUInt8(4);
  const expected = { audio: (flags & 4) !== 0, video: (flags & 1) !== 0 };
  let position = head.readUInt32BE(5) + 4;
  for (let count = 0; count < MAX_TAGS; count += 1) {
    const tag = await source.read(position, HEADER);
    if (tag.length < HEADER) return;
    const length = tag.readUIntBE(1, 3);
    const type = tag.readUInt8(0) & 0x1f;
    await readTag(type, await source.read(position + HEADER, Math.min(length, MAX_SCRIPT)), flv, draft);
    const complete = (!expected.audio || flv.audio) && (!expected.video || flv.video);
    if (complete && (expected.audio || expected.video) && count > 0) return;
    position += HEADER + length + 4;
  }
}

async function readTag(type: number, bytes: Buffer, flv: Flv, draft: Draft): Promise<void> {
  if (type === SCRIPT) readMetadata(bytes, flv, draft);
  else if (type === VIDEO) flv.video ??= readPicture(bytes);
  else if (type === AUDIO) flv.audio ??= readSound(bytes);
}

function readMetadata(bytes: Buffer, flv: Flv, draft: Draft): void {
  const fields = readScriptData(bytes);
  if (fields === undefined) return;
  const number = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'number' ? value : undefined;
  };
  flv.recording.durationSeconds = number('duration');
  flv.said = {
    widthPixels: number('width'),
    heightPixels: number('height'),
    framesPerSecond: number('framerate') ?? number('videoframerate'),
  };
  const created = fields.get('creation_time');
  if (typeof created === 'string' && ISO_TIME.test(created))
    flv.recording.created = created.replace(/\.0+Z$/, 'Z');
  for (const [name, value] of fields) {
    if (typeof value === 'string') addTag(draft, name, value);
  }
}

/** The codec is in the low half of the first byte. */
function readPicture(bytes: Buffer): Track {
  const code = (bytes[0] ?? 0) & 15;
  return { kind: 'video', codec: videoCodecs[code], ...sizeOf(code, bytes) };
}

/** H.264's setup says how large the picture is, Sorenson's in each one. */
function sizeOf(code: number, bytes: Buffer): Partial<Track> | undefined {
  if (code === AVC) return bytes[1] === 0 ? readAvcConfiguration(bytes.subarray(5)) : undefined;
  return code === SORENSON ? readSorensonSize(bytes.subarray(1)) : undefined;
}

function readSorensonSize(picture: Buffer): Partial<Track> | undefined {
  const bits = new Bits(picture);
  bits.skip(30);
  const code = bits.read(3);
  const width = code < 2 ? bits.read(8 * (code + 1)) : SORENSON_WIDTHS[code - 2];
  if (width === undefined) return undefined;
  const height = code < 2 ? bits.read(8 * (code + 1)) : SORENSON_HEIGHTS[code - 2];
  return { widthPixels: width, heightPixels: height };
}

function readSound(bytes: Buffer): Track {
  const first = bytes[0] ?? 0;
  const code = first >> 4;
  const track: Track = {
    kind: 'audio',
    codec: audioCodecs[code],
    samplesPerSecond: RATES[(first >> 2) & 3],
    channels: (first & 1) + 1,
  };
  if (code === AAC && bytes[1] === 0) {
    const { samplesPerSecond, channels } = readAacConfig(bytes.subarray(2));
    return { ...track, samplesPerSecond, channels };
  }
  const frame = code === MP3 ? readFrameHeader(bytes, 1) : undefined;
  return frame === undefined
    ? track
    : { ...track, samplesPerSecond: frame.samplesPerSecond, channels: frame.channels };
}

/** The last four bytes are the length of the last tag, which says when it is to be shown. */
async function lastTimestamp(source: ByteSource): Promise<number | undefined> {
  const end = await source.read(source.size - 4, 4);
  if (end.length < 4) return undefined;
  const tag = await source.read(source.size - 4 - end.readUInt32BE(0), 8);
  if (tag.length < 8) return undefined;
  return (tag.readUIntBE(4, 3) + tag.readUInt8(7) * 0x100_0000) / 1000;
}
