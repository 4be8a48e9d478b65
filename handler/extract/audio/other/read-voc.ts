import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';

/** ffmpeg's names by number, and the bits that a sample takes. */
const codecs: Readonly<Record<number, readonly [name: string, bits: number]>> = {
  0: ['pcm_u8', 8],
  1: ['adpcm_sbpro_4', 4],
  2: ['adpcm_sbpro_3', 3],
  3: ['adpcm_sbpro_2', 2],
  4: ['pcm_s16le', 16],
  6: ['pcm_alaw', 8],
  7: ['pcm_mulaw', 8],
  512: ['adpcm_ct', 4],
};
const HEADER = 4;
const MAX_BLOCKS = 1000;
/** Of blocks: the end, sound, more of it, silence, what the sound behind is like, sound that says more of itself. */
const [END, SOUND, MORE, SILENCE, LIKE, NEW_SOUND] = [0, 1, 2, 3, 8, 9];
/** What stands before the samples, by kind. */
const NEW_SOUND_HEADER = 12;
const SOUND_HEADER = 2;

interface Voice {
  readonly track: Track;
  bitsPerSecond: number;
  seconds: number;
}

/** Reads Creative Voice files: the headers of their blocks. */
export const readVoc: Reader = async ({ source }, draft) => {
  const head = await exactBytes(source, 0, 26);
  const voice: Voice = { track: { kind: 'audio' }, bitsPerSecond: 0, seconds: 0 };
  let position = head.readUInt16LE(20);
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const block = await source.read(position, HEADER + NEW_SOUND_HEADER);
    if (block.length < HEADER + SOUND_HEADER || block[0] === END) break;
    const length = block.readUIntLE(1, 3);
    readBlock(block.readUInt8(0), block.subarray(HEADER), length, voice);
    position += HEADER + length;
  }
  if (voice.track.codec === undefined) throw new UnreadableError('it holds no sound that is known');
  voice.track.durationSeconds = voice.seconds;
  putRecording(draft, { container: 'voc', tracks: [voice.track] }, source.size);
};

function readBlock(kind: number, bytes: Buffer, length: number, voice: Voice): void {
  if (kind === SOUND) {
    describe(
      voice,
      voice.track.samplesPerSecond ?? rateOf(bytes[0]),
      voice.track.channels ?? 1,
      bytes[1] ?? 0,
    );
    addSound(voice, length - SOUND_HEADER);
  } else if (kind === NEW_SOUND && bytes.length >= NEW_SOUND_HEADER) {
    describe(voice, bytes.readUInt32LE(0), bytes.readUInt8(5), bytes.readUInt16LE(6));
    addSound(voice, length - NEW_SOUND_HEADER);
  } else if (kind === MORE) addSound(voice, length);
  else if (kind === SILENCE && bytes.length >= 3)
    voice.seconds += (bytes.readUInt16LE(0) + 1) / rateOf(bytes[2]);
  else if (kind === LIKE && bytes.length >= 4) {
    voice.track.channels = bytes.readUInt8(3) + 1;
    voice.track.samplesPerSecond = Math.round(
      256e6 / (65_536 - bytes.readUInt16LE(0)) / voice.track.channels,
    );
  }
}

/** A byte counts down from a million a second. */
function rateOf(divisor = 0): number {
  return Math.floor(1e6 / (256 - divisor));
}

/** The first sound says what all of it is. */
function describe(voice: Voice, samplesPerSecond: number, channels: number, code: number): void {
  const [codec, bits] = codecs[code] ?? [];
  if (voice.track.codec !== undefined || bits === undefined) return;
  Object.assign(voice.track, { codec, samplesPerSecond, channels });
  if (codec?.startsWith('pcm_')) voice.track.bitsPerSample = bits;
  voice.bitsPerSecond = samplesPerSecond * channels * bits;
}

function addSound(voice: Voice, bytes: number): void {
  if (voice.bitsPerSecond > 0) voice.seconds += (Math.max(0, bytes) * 8) / voice.bitsPerSecond;
}
