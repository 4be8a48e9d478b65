import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording, type Track } from '../../video/recording.ts';
import { addTag } from '../tags/add-tag.ts';
import { readId3v2 } from '../tags/read-id3v2.ts';
import { bigEndianWaveFormat, readWaveFormat } from '../wave-format.ts';
import { type Chunk, chunks, contentOf } from './chunks.ts';
import { readInfoList } from './read-info-list.ts';

const MAX_CHUNKS = 40;
/** Stands for a number that is elsewhere, or that nobody wrote because the file went down a pipe. */
const UNKNOWN = 0xffff_ffff;
const LIMIT = 2 ** 32;
const ROUNDING = 1024 * 1024;
/** Some programs take 2 GiB, less what they round. */
const LEAST_UNKNOWN = 0x7fff_0000;

/** What the chunks of a wave file say of its sound. */
interface Wave {
  readonly track: Track;
  /** As RIFX has all numbers. */
  readonly bigEndian: boolean;
  bytesPerSecond: number;
  /** As the `fact` chunk says. */
  samples: number;
  dataBytes: number;
  /** From where the data begins to the end of the file. */
  heldBytes: number;
  /** From a `ds64` chunk, where 32 bits are too few. */
  longDataBytes: number;
}

/** Reads WAV, RF64 and BW64 that are longer than 4 GB, and RIFX, whose numbers begin with the highest byte. */
export const readWave: Reader = async ({ source }, draft) => {
  const track: Track = { kind: 'audio' };
  const recording: Recording = { container: 'wav', tracks: [track] };
  const bigEndian = (await source.read(0, 4)).toString('latin1') === 'RIFX';
  const lengths = { bytesPerSecond: 0, samples: 0, dataBytes: 0, heldBytes: 0, longDataBytes: 0 };
  const wave: Wave = { track, bigEndian, ...lengths };
  try {
    for await (const chunk of chunks(source, 12, source.size, MAX_CHUNKS, bigEndian)) {
      await readChunk(source, chunk, wave, draft);
      if (chunk.id === 'data' && (wave.longDataBytes > 0 || isUnknown(chunk))) break;
    }
  } finally {
    recording.durationSeconds = durationOf(wave);
    putRecording(draft, recording, source.size);
  }
  if (track.samplesPerSecond === undefined) throw new UnreadableError('it has no format chunk');
};

async function readChunk(source: ByteSource, chunk: Chunk, wave: Wave, draft: Draft): Promise<void> {
  if (chunk.id === 'fmt ') addFormat(await contentOf(source, chunk, 40), wave);
  else if (chunk.id === 'ds64') readLongSizes(await contentOf(source, chunk, 24), wave);
  else if (chunk.id === 'data') addData(chunk, source.size, wave);
  else if (chunk.id === 'bext') addBroadcast(await contentOf(source, chunk, 330), draft);
  else if (chunk.id === 'LIST') await readInfoList(source, chunk, draft, wave.bigEndian);
  else if (chunk.id.toLowerCase() === 'id3 ') await readId3v2(source, chunk.content, draft);
  else if (chunk.id === 'fact') {
    const bytes = await contentOf(source, chunk, 4);
    if (bytes.length === 4) wave.samples = wave.bigEndian ? bytes.readUInt32BE(0) : bytes.readUInt32LE(0);
  }
}

/** As much as the file claims, unless nobody wrote how much; `heldBytes` is what is there of it. */
function addData(chunk: Chunk, size: number, wave: Wave): void {
  wave.heldBytes = size - chunk.content;
  wave.dataBytes = isUnknown(chunk) ? wave.heldBytes : chunk.length;
}

function isUnknown({ content, end, length }: Chunk): boolean {
  return length === 0 || (length >= LEAST_UNKNOWN && content + length > end);
}

function addFormat(bytes: Buffer, wave: Wave): void {
  const format = wave.bigEndian ? bigEndianWaveFormat(bytes) : readWaveFormat(bytes);
  if (format === undefined) return;
  Object.assign(wave.track, format.track);
  wave.bytesPerSecond = format.bytesPerSecond;
}

/** What broadcasters add (EBU Tech 3285): a description of 256 bytes, who made it, and when, in that order. */
function addBroadcast(bytes: Buffer, draft: Draft): void {
  addTag(draft, 'DESCRIPTION', bytes.toString('latin1', 0, 256));
  const [, year, month, day] = /^(\d{4})\D(\d\d)\D(\d\d)$/.exec(bytes.toString('latin1', 320, 330)) ?? [];
  if (Number(year) > 0 && Number(month) > 0) addTag(draft, 'DATE', `${year}-${month}-${day}`);
}

function readLongSizes(bytes: Buffer, wave: Wave): void {
  if (bytes.length === 24) wave.longDataBytes = Number(bytes.readBigUInt64LE(8));
}

/** As long as it promises, or the share of it whose data is there. */
function durationOf(wave: Wave): number | undefined {
  const { bytesPerSecond, heldBytes, dataBytes, longDataBytes } = wave;
  const whole = promisedSeconds(wave);
  if (whole === undefined) return undefined;
  const share = heldBytes / (isTooLong(wave) ? whole * bytesPerSecond : longDataBytes || dataBytes);
  return share < 1 ? whole * share : whole;
}

/** Compressed sound is counted better by the samples that it becomes; so is what is too long for 32 bits. */
function promisedSeconds(wave: Wave): number | undefined {
  const { track, bytesPerSecond, samples, dataBytes, longDataBytes } = wave;
  const { samplesPerSecond = 0 } = track;
  const isCounted = samples > 0 && samples !== UNKNOWN && samplesPerSecond > 0;
  if (isCounted && (!track.codec?.startsWith('pcm_') || isTooLong(wave))) return samples / samplesPerSecond;
  return bytesPerSecond > 0 ? (longDataBytes || dataBytes) / bytesPerSecond : undefined;
}

/** Whether the length is what 32 bits have left of one beyond 4 GB, give or take what a program rounds. */
function isTooLong({ track, bytesPerSecond, samples, dataBytes, longDataBytes }: Wave): boolean {
  const bytes = (samples * bytesPerSecond) / (track.samplesPerSecond ?? 1);
  return longDataBytes === 0 && bytes >= LIMIT && Math.abs((bytes % LIMIT) - dataBytes) < ROUNDING;
}
