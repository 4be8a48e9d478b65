import { exactBytes } from '../../exact-bytes.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { addTag } from '../tags/add-tag.ts';

/** By the number of an encoding: the codec, and the bits of one sample. */
const encodings: Readonly<Record<number, readonly [string, number]>> = {
  1: ['pcm_mulaw', 8],
  2: ['pcm_s8', 8],
  3: ['pcm_s16be', 16],
  4: ['pcm_s24be', 24],
  5: ['pcm_s32be', 32],
  6: ['pcm_f32be', 32],
  7: ['pcm_f64be', 64],
  23: ['adpcm_g726le', 4],
  24: ['adpcm_g722', 4],
  25: ['adpcm_g726le', 3],
  26: ['adpcm_g726le', 5],
  27: ['pcm_alaw', 8],
};
const HEADER = 24;
const UNKNOWN = 0xffff_ffff;
const TAG = /^(title|artist|album|track|genre)=(.*)$/i;

/** Reads Sun's AU, which NeXT calls SND. */
export const readAu: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, HEADER);
  const [start = 0, length = 0, encoding = 0, rate = 0, channels = 0] = [4, 8, 12, 16, 20].map((at) =>
    bytes.readUInt32BE(at),
  );
  const [codec, bits] = encodings[encoding] ?? [];
  if (codec === undefined || bits === undefined)
    throw new UnreadableError(`its encoding is unknown: ${encoding}`);
  const heldBytes = Math.max(0, source.size - start);
  const dataBytes = length === UNKNOWN || length === 0 ? heldBytes : Math.min(length, heldBytes);
  const track: Track = {
    kind: 'audio',
    codec,
    samplesPerSecond: rate,
    channels,
    bitsPerSample: codec.startsWith('pcm_') ? bits : undefined,
    durationSeconds: (dataBytes * 8) / (bits * rate * channels),
  };
  putRecording(draft, { container: 'au', tracks: [track] }, source.size);
  const note = await source.read(HEADER, Math.min(Math.max(0, start - HEADER), 1024));
  addNote(note.toString('utf8').split('\0', 1).join(), draft);
};

/** A text, or as ffmpeg writes it, `Title=…` and the like, each on a line. */
function addNote(text: string, draft: Draft): void {
  const fields = text.split('\n').map((line) => TAG.exec(line.trim()));
  if (fields.includes(null)) addTag(draft, 'COMMENT', text);
  for (const [, name = '', value = ''] of fields.filter((field) => field !== null))
    addTag(draft, name, value);
}
