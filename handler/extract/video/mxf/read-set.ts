import type { Track } from '../recording.ts';
import { pictureCodec, soundCodec } from './codecs.ts';
import { type Items, labelIn, numberIn, rationalIn, unitsIn } from './items.ts';

/** Tags of what descriptors of files and tracks say (SMPTE ST 377-1, annexes B and F). */
const EDIT_RATE = 0x3001;
const EDIT_UNITS = 0x3002;
const CONTAINER = 0x3004;
const CODING = 0x3201;
const STORED_HEIGHT = 0x3202;
const STORED_WIDTH = 0x3203;
const SHOWN_HEIGHT = 0x3208;
const SHOWN_WIDTH = 0x3209;
const LAYOUT = 0x320c;
/** Of the layouts: the lines of both fields are stored apart, and counted once. */
const SEPARATE_FIELDS = 1;
const SAMPLE_BITS = 0x3d01;
const SAMPLE_RATE = 0x3d03;
const COMPRESSION = 0x3d06;
const CHANNELS = 0x3d07;

const MATERIAL_PACKAGE = '3600';
const CREATED = 0x4405;

/** The track that a set describes; undefined when it is a set of something else. */
export function trackOf(items: Items): Track | undefined {
  if (items.has(STORED_WIDTH)) return pictureOf(items);
  return items.has(SAMPLE_RATE) ? soundOf(items) : undefined;
}

/** When the programme was put together; undefined for other sets. */
export function createdIn(key: string, items: Items): string | undefined {
  const bytes = items.get(CREATED);
  if (!key.endsWith(MATERIAL_PACKAGE) || bytes?.length !== 8 || bytes.readUInt16BE(0) === 0) return undefined;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes.subarray(2);
  const time = Date.UTC(bytes.readUInt16BE(0), month - 1, day, hour, minute, second);
  return month === 0 || day === 0 ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

function pictureOf(items: Items): Track {
  const height = numberIn(items, SHOWN_HEIGHT) || numberIn(items, STORED_HEIGHT);
  const fields = numberIn(items, LAYOUT) === SEPARATE_FIELDS ? 2 : 1;
  return {
    kind: 'video',
    codec: pictureCodec(labelIn(items, CODING)) ?? pictureCodec(labelIn(items, CONTAINER)),
    widthPixels: numberIn(items, SHOWN_WIDTH) || numberIn(items, STORED_WIDTH),
    heightPixels: height * fields,
    framesPerSecond: rationalIn(items, EDIT_RATE),
    durationSeconds: durationOf(items),
  };
}

function soundOf(items: Items): Track {
  const bits = numberIn(items, SAMPLE_BITS);
  return {
    kind: 'audio',
    codec: soundCodec(labelIn(items, COMPRESSION), bits),
    samplesPerSecond: rationalIn(items, SAMPLE_RATE),
    channels: numberIn(items, CHANNELS),
    bitsPerSample: bits,
    durationSeconds: durationOf(items),
  };
}

function durationOf(items: Items): number | undefined {
  const rate = rationalIn(items, EDIT_RATE);
  return rate === undefined ? undefined : unitsIn(items, EDIT_UNITS) / rate;
}
