import type { Track } from '../video/recording.ts';
import { pcmCodec } from './pcm-codec.ts';

/** ffmpeg's names for the format tags of Windows (https://www.rfc-editor.org/rfc/rfc2361, mmreg.h). */
const codecs: Readonly<Record<number, string>> = {
  2: 'adpcm_ms',
  6: 'pcm_alaw',
  7: 'pcm_mulaw',
  10: 'wmavoice',
  17: 'adpcm_ima_wav',
  22: 'adpcm_g723',
  23: 'adpcm_ima_oki',
  32: 'adpcm_yamaha',
  34: 'truespeech',
  49: 'gsm_ms',
  50: 'gsm_ms',
  56: 'amr_nb',
  66: 'g723_1',
  69: 'adpcm_g726',
  80: 'mp2',
  85: 'mp3',
  87: 'amr_nb',
  88: 'amr_wb',
  97: 'adpcm_ima_dk4',
  98: 'adpcm_ima_dk3',
  100: 'adpcm_g726',
  105: 'adpcm_ima_wav',
  117: 'metasound',
  131: 'g729',
  255: 'aac',
  304: 'sipr',
  352: 'wmav1',
  353: 'wmav2',
  354: 'wmapro',
  355: 'wmalossless',
  357: 'xma1',
  358: 'xma2',
  512: 'adpcm_ct',
  624: 'atrac3',
  1025: 'imc',
  1026: 'iac',
  1280: 'on2avc',
  5632: 'aac',
  5634: 'aac_latm',
  8192: 'ac3',
  8193: 'dts',
  8264: 'sonic',
  22127: 'vorbis',
  22358: 'wavpack',
  26447: 'vorbis',
  26448: 'vorbis',
  26449: 'vorbis',
  26479: 'vorbis',
  26480: 'vorbis',
  26481: 'vorbis',
  31265: 'amr_nb',
  31266: 'amr_wb',
  28751: 'opus',
  41222: 'aac',
  41225: 'speex',
  61868: 'flac',
};

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const EXTENSION = 24;

/** The codec of a `WAVEFORMATEX` structure of at least 16 bytes; undefined when its format is not known. */
export function codecOfWaveFormat(bytes: Buffer): string | undefined {
  const tag = bytes.readUInt16LE(0);
  const extended = tag === EXTENSIBLE && bytes.length >= EXTENSION + 2;
  const format = extended ? bytes.readUInt16LE(EXTENSION) : tag;
  const bits = bytes.readUInt16LE(14) || bitsInBlock(bytes);
  if (bits === 0) return codecs[format];
  if (format === PCM) return pcmCodec({ bits, unsigned: bits <= 8 });
  if (format === FLOAT) return pcmCodec({ bits, float: true });
  return codecs[format];
}

/** Of one sample, by the length of a block of one for each channel. */
function bitsInBlock(bytes: Buffer): number {
  return Math.floor((bytes.readUInt16LE(12) * 8) / Math.max(1, bytes.readUInt16LE(2)));
}

/** What such a structure says of sound; undefined when it is cut short. */
export function readWaveFormat(bytes: Buffer): { track: Track; bytesPerSecond: number } | undefined {
  if (bytes.length < 16) return undefined;
  const codec = codecOfWaveFormat(bytes);
  const track: Track = {
    kind: 'audio',
    codec,
    channels: bytes.readUInt16LE(2),
    samplesPerSecond: bytes.readUInt32LE(4),
    bitsPerSample: codec?.startsWith('pcm_') ? bytes.readUInt16LE(14) || bitsInBlock(bytes) : undefined,
  };
  return { track, bytesPerSecond: bytes.readUInt32LE(8) };
}

/** The widths of such a structure's numbers, up to the first of the identity behind it. */
const WIDTHS = [2, 2, 4, 4, 2, 2, 2, 2, 4, 4];

/** The same of a structure whose numbers begin with the highest byte, as RIFX and its samples have them. */
export function bigEndianWaveFormat(bytes: Buffer): ReturnType<typeof readWaveFormat> {
  const turned = Buffer.from(bytes);
  let at = 0;
  for (const width of WIDTHS) {
    turned.subarray(at, at + width).reverse();
    at += width;
  }
  const format = readWaveFormat(turned);
  if (format?.track.codec?.startsWith('pcm_')) format.track.codec = format.track.codec.replace(/le$/, 'be');
  return format;
}
