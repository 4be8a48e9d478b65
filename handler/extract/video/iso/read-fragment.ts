import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import { contentOf, readLongOrShort } from './full-box.ts';

/** What one `moof` holds of one track, in the track's units. */
export interface Fragment {
  track: number;
  /** When it begins; undefined when it only follows the one before. */
  start: number | undefined;
  samples: number;
  units: number;
}

const MAX_BOXES = 100;
const MAX_SAMPLES = 65_536;
/** Of Smooth Streaming's own box (MS-SSTR 2.2.4.4): when the fragment begins, and how long it is. */
const TFXD = '6d1d9b0542d544e680e2141daff757b2';
const DATA_OFFSET = 0x1;
const FIRST_FLAGS = 0x4;
/** Of `trun`: what is said of each sample, four bytes each; the first is how long it lasts. */
const PER_SAMPLE = [0x100, 0x200, 0x400, 0x800];
/** Of `tfhd`: what comes before the default duration, and it. */
const BASE_OFFSET = 0x1;
const DESCRIPTION_INDEX = 0x2;
const DEFAULT_DURATION = 0x8;

/** Reads a `moof` box: what it adds to each track. `defaults` are the durations of samples that it does not say. */
export async function readFragment(
  source: ByteSource,
  moof: Box,
  defaults: ReadonlyMap<number, number>,
): Promise<Fragment[]> {
  const fragments: Fragment[] = [];
  for await (const box of boxes(source, moof.content, moof.end, MAX_BOXES)) {
    if (box.type === 'traf') fragments.push(await readTrackFragment(source, box, defaults));
  }
  return fragments;
}

async function readTrackFragment(source: ByteSource, traf: Box, defaults: ReadonlyMap<number, number>) {
  const fragment: Fragment = { track: 0, start: undefined, samples: 0, units: 0 };
  let sampleDuration = 0;
  for await (const box of boxes(source, traf.content, traf.end, MAX_BOXES)) {
    if (box.type === 'tfhd') {
      const header = readHeader(await contentOf(source, box, 32));
      fragment.track = header.track;
      sampleDuration = header.sampleDuration ?? defaults.get(header.track) ?? 0;
    } else if (box.type === 'tfdt') fragment.start = readLongOrShort(await contentOf(source, box, 12), 4);
    else if (box.type === 'uuid') fragment.start ??= smoothStart(await contentOf(source, box, 36));
    else if (box.type === 'trun') {
      addRun(await contentOf(source, box, MAX_SAMPLES * 16 + 16), sampleDuration, fragment);
    }
  }
  return fragment;
}

function smoothStart(bytes: Buffer): number | undefined {
  return bytes.toString('hex', 0, 16) === TFXD ? readLongOrShort(bytes.subarray(16), 4) : undefined;
}

function readHeader(bytes: Buffer): { track: number; sampleDuration: number | undefined } {
  if (bytes.length < 8) return { track: 0, sampleDuration: undefined };
  const flags = bytes.readUInt32BE(0) & 0xffffff;
  const at = 8 + ((flags & BASE_OFFSET) === 0 ? 0 : 8) + ((flags & DESCRIPTION_INDEX) === 0 ? 0 : 4);
  const said = (flags & DEFAULT_DURATION) !== 0 && bytes.length >= at + 4;
  return { track: bytes.readUInt32BE(4), sampleDuration: said ? bytes.readUInt32BE(at) : undefined };
}

function addRun(bytes: Buffer, sampleDuration: number, fragment: Fragment): void {
  if (bytes.length < 8) return;
  const flags = bytes.readUInt32BE(0) & 0xffffff;
  const samples = Math.min(bytes.readUInt32BE(4), MAX_SAMPLES);
  fragment.samples += samples;
  if ((flags & 0x100) === 0) {
    fragment.units += samples * sampleDuration;
    return;
  }
  const step = PER_SAMPLE.filter((flag) => (flags & flag) !== 0).length * 4;
  const start = 8 + ((flags & DATA_OFFSET) === 0 ? 0 : 4) + ((flags & FIRST_FLAGS) === 0 ? 0 : 4);
  const end = Math.min(bytes.length - 3, start + samples * step);
  for (let at = start; at < end; at += step) fragment.units += bytes.readUInt32BE(at);
}
