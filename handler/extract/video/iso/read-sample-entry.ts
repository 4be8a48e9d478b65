import { type PcmLayout, pcmCodec } from '../../audio/pcm-codec.ts';
import { ac3Channels } from '../../audio/raw/ac3-header.ts';
import { Bits } from '../../bits.ts';
import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import { codecOfFourCc } from '../four-cc.ts';
import type { Track } from '../recording.ts';
import { codecOfSampleEntry } from './codecs.ts';
import { contentOf } from './full-box.ts';
import { readDescriptor } from './read-descriptor.ts';

const MAX_BOXES = 30;
const MAX_DEPTH = 3;
/** From the start of an entry to the boxes in it. */
const VIDEO_BOXES = 86;
const SOUND_BOXES = { 0: 36, 1: 52, 2: 72 } as const;
/** Entries whose name says how samples are written. */
const layouts: Readonly<Record<string, Partial<PcmLayout>>> = {
  sowt: {},
  twos: { bigEndian: true },
  ipcm: { bigEndian: true },
  fpcm: { bigEndian: true, float: true },
  in24: { bigEndian: true, bits: 24 },
  in32: { bigEndian: true, bits: 32 },
  fl32: { bigEndian: true, bits: 32, float: true },
  fl64: { bigEndian: true, bits: 64, float: true },
};
/** What is around a sample entry that is encrypted, and how QuickTime wraps what MP4 does not. */
const WRAPPERS = new Set(['wave', 'sinf', 'schi']);

/** Reads the first sample entry of an `stsd` box: the codec, the picture's size or the sound's rate. */
export async function readSampleEntry(source: ByteSource, stsd: Box, track: Track): Promise<void> {
  for await (const entry of boxes(source, stsd.content + 8, stsd.end, 1)) {
    track.codec = codecOfSampleEntry(entry.type) ?? nameOfAvi(entry.type, track);
    const bytes = await source.read(entry.start, Math.min(entry.end - entry.start, 128));
    if (track.kind === 'video' && bytes.length >= 36) {
      track.widthPixels = bytes.readUInt16BE(32);
      track.heightPixels = bytes.readUInt16BE(34);
      await readInside(source, entry.start + VIDEO_BOXES, entry.end, track, MAX_DEPTH);
    } else if (track.kind === 'audio' && bytes.length >= 36) {
      const start = readSound(bytes, entry.type, track);
      await readInside(source, entry.start + start, entry.end, track, MAX_DEPTH);
    }
  }
}

/** QuickTime takes pictures from anywhere, and then calls them as they were called there. */
function nameOfAvi(type: string, { kind }: Track): string | undefined {
  return kind === 'video' && type !== 'encv' ? codecOfFourCc(type) : undefined;
}

/** Of a codec that has but one: what entries for it say is left over from a template (3GPP TS 26.244). */
const MONO: ReadonlySet<string | undefined> = new Set(['amr_nb', 'amr_wb']);

/** Fills in what an entry for sound says itself, and returns where the boxes in it begin. */
function readSound(bytes: Buffer, type: string, track: Track): number {
  const version = bytes.readUInt16BE(16);
  const bits = bytes.readUInt16BE(26);
  track.channels = MONO.has(track.codec) ? 1 : bytes.readUInt16BE(24);
  track.samplesPerSecond = bytes.readUInt32BE(32) / 0x1_0000;
  if (version === 2 && bytes.length >= 72) {
    track.samplesPerSecond = bytes.readDoubleBE(40);
    track.channels = bytes.readUInt32BE(48);
    describePcm(track, type, bytes.readUInt32BE(56), bytes.readUInt32BE(60));
    return SOUND_BOXES[2];
  }
  describePcm(track, type, bits, 0);
  return version === 1 ? SOUND_BOXES[1] : SOUND_BOXES[0];
}

/** Sound that is not compressed has entries of its own; `flags` are Core Audio's, of an `lpcm` entry. */
function describePcm(track: Track, type: string, bits: number, flags: number): void {
  const layout = pcmLayout(type, bits, flags);
  if (layout === undefined) return;
  track.codec = pcmCodec(layout);
  track.bitsPerSample = layout.bits;
}

function pcmLayout(type: string, bits: number, flags: number): PcmLayout | undefined {
  if (Object.hasOwn(layouts, type)) return { bits, ...layouts[type] };
  if (type === 'raw ' || type === 'NONE') return { bits, bigEndian: true, unsigned: bits === 8 };
  if (type !== 'lpcm' || bits === 0) return undefined;
  const float = (flags & 1) !== 0;
  return { bits, float, bigEndian: (flags & 2) !== 0, unsigned: !float && (flags & 4) === 0 };
}

async function readInside(source: ByteSource, start: number, end: number, track: Track, depth: number) {
  for await (const box of boxes(source, start, end, MAX_BOXES)) {
    if (WRAPPERS.has(box.type) && depth > 0) {
      await readInside(source, box.content, box.end, track, depth - 1);
    } else if (box.type === 'frma') {
      track.codec ??= codecOfSampleEntry((await contentOf(source, box, 4)).toString('latin1'));
    } else await readConfiguration(source, box, track);
  }
}

/** The boxes that know it better than the entry around them. */
async function readConfiguration(source: ByteSource, box: Box, track: Track): Promise<void> {
  if (box.type === 'esds') readDescriptor(await contentOf(source, box, 1024), track);
  else if (box.type === 'alac') readAlac(await contentOf(source, box, 28), track);
  else if (box.type === 'dOps') {
    const bytes = await contentOf(source, box, 11);
    track.channels = bytes[1];
    track.samplesPerSecond = 48_000;
  } else if (box.type === 'dfLa') readFlac(await contentOf(source, box, 42), track);
  else if (box.type === 'dac3') readAc3(await contentOf(source, box, 3), 10, track);
  else if (box.type === 'dec3') readAc3(await contentOf(source, box, 5), 28, track);
  else if (box.type === 'enda') readByteOrder(await contentOf(source, box, 2), track);
  else if (box.type === 'pcmC') readPcm(await contentOf(source, box, 6), track);
}

function readAlac(bytes: Buffer, track: Track): void {
  if (bytes.length < 28) return;
  track.bitsPerSample = bytes[9];
  track.channels = bytes[13];
  track.samplesPerSecond = bytes.readUInt32BE(24);
}

/** A stream's first block, of FLAC, four bytes after the box's flags. */
function readFlac(bytes: Buffer, track: Track): void {
  if (bytes.length < 22) return;
  const packed = bytes.readUInt32BE(18);
  track.samplesPerSecond = packed >>> 12;
  track.channels = ((packed >>> 9) & 7) + 1;
  track.bitsPerSample = ((packed >>> 4) & 31) + 1;
}

/** The speakers, and whether one for effects joins them, follow each other at a bit. */
function readAc3(bytes: Buffer, position: number, track: Track): void {
  if (bytes.length * 8 < position + 4) return;
  const bits = new Bits(bytes);
  bits.skip(position);
  track.channels = ac3Channels(bits.read(3), bits.flag());
}

function readByteOrder(bytes: Buffer, track: Track): void {
  if (bytes.length === 2 && bytes[1] === 1) track.codec = track.codec?.replace(/be$/, 'le');
}

function readPcm(bytes: Buffer, track: Track): void {
  const bits = bytes[5];
  if (bits === undefined) return;
  const bigEndian = ((bytes[4] ?? 0) & 1) === 0;
  track.codec = pcmCodec({ bits, bigEndian, float: track.codec?.startsWith('pcm_f') ?? false });
  track.bitsPerSample = bits;
}
