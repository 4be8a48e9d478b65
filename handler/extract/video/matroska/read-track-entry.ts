import { pcmCodec } from '../../audio/pcm-codec.ts';
import { codecOfWaveFormat } from '../../audio/wave-format.ts';
import type { ByteSource } from '../../byte-source.ts';
import { codecOfFourCc } from '../four-cc.ts';
import { codecOfSampleEntry } from '../iso/codecs.ts';
import type { Track } from '../recording.ts';
import { codecOfMatroska } from './codecs.ts';
import { childrenOf, type Element, floatIn, textIn, unsignedIn } from './elements.ts';

const NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const CODEC = 0x86;
const CODEC_PRIVATE = 0x63a2;
const DEFAULT_DURATION = 0x23e383;
const VIDEO = 0xe0;
const AUDIO = 0xe1;
const WIDTH = 0xb0;
const HEIGHT = 0xba;
const PROJECTION = 0x7670;
/** Degrees that the picture is turned counter-clockwise. */
const ROLL = 0x7675;
const RATE = 0xb5;
const OUTPUT_RATE = 0x78b5;
const CHANNELS = 0x9f;
const BIT_DEPTH = 0x6264;

export interface MatroskaTrack extends Track {
  /** What blocks call it. */
  readonly number: number | undefined;
}

/** What Opus is decoded at, whatever it was recorded at. */
const OPUS_RATE = 48_000;

const kinds: Readonly<Record<number, Track['kind']>> = { 1: 'video', 2: 'audio', 17: 'subtitle' };

/** Reads a track's entry. What is not written has a default: sound is of one channel at 8,000 Hz. */
export async function readTrackEntry(source: ByteSource, entry: Element): Promise<MatroskaTrack> {
  const children = await childrenOf(source, entry);
  const kind = kinds[(await unsignedIn(children, TRACK_TYPE)) ?? 0] ?? 'other';
  const track: MatroskaTrack = { kind, number: await unsignedIn(children, NUMBER) };
  const frameNanoseconds = await unsignedIn(children, DEFAULT_DURATION);
  const video = children.element(VIDEO);
  const audio = children.element(AUDIO);
  if (frameNanoseconds) track.framesPerSecond = 1e9 / frameNanoseconds;
  if (video !== undefined) await readVideo(source, video, track);
  if (audio !== undefined) await readAudio(source, audio, track);
  const setup = (await children.bytes(CODEC_PRIVATE, 256)) ?? Buffer.alloc(0);
  track.codec = codecOf((await textIn(children, CODEC)) ?? '', setup, track.bitsPerSample ?? 16);
  if (track.codec === 'opus') track.samplesPerSecond = OPUS_RATE;
  if (!track.codec?.startsWith('pcm_') && track.codec !== 'flac') track.bitsPerSample = undefined;
  return track;
}

async function readVideo(source: ByteSource, video: Element, track: Track): Promise<void> {
  const children = await childrenOf(source, video);
  track.widthPixels = await unsignedIn(children, WIDTH);
  track.heightPixels = await unsignedIn(children, HEIGHT);
  const projection = children.element(PROJECTION);
  const roll = projection && (await floatIn(await childrenOf(source, projection), ROLL));
  if (roll !== undefined) track.rotationDegrees = (360 - Math.round(roll)) % 360;
}

async function readAudio(source: ByteSource, audio: Element, track: Track): Promise<void> {
  const children = await childrenOf(source, audio);
  const rate = (await floatIn(children, OUTPUT_RATE)) ?? (await floatIn(children, RATE)) ?? 8000;
  track.samplesPerSecond = Math.round(rate);
  track.channels = (await unsignedIn(children, CHANNELS)) ?? 1;
  track.bitsPerSample = await unsignedIn(children, BIT_DEPTH);
}

/** Pictures may be called as they are in AVI. */
function codecOfQuickTime(type: string): string | undefined {
  return codecOfSampleEntry(type) ?? codecOfFourCc(type);
}

/** Some identifiers only say in whose words the setup data names the codec. */
function codecOf(identifier: string, setup: Buffer, bits: number): string | undefined {
  if (identifier === 'V_MS/VFW/FOURCC') return codecOfFourCc(setup.toString('latin1', 16, 20));
  if (identifier === 'A_MS/ACM') return setup.length < 16 ? undefined : codecOfWaveFormat(setup);
  if (/^[VA]_QUICKTIME/.test(identifier)) return codecOfQuickTime(setup.toString('latin1', 4, 8));
  if (identifier === 'A_PCM/INT/LIT') return pcmCodec({ bits, unsigned: bits === 8 });
  if (identifier === 'A_PCM/INT/BIG') return pcmCodec({ bits, bigEndian: true, unsigned: bits === 8 });
  if (identifier === 'A_PCM/FLOAT/IEEE') return pcmCodec({ bits, float: true });
  return codecOfMatroska(identifier);
}
