import { readAacConfig } from '../../audio/aac-config.ts';
import type { Track } from '../recording.ts';
import { codecOfObjectType } from './codecs.ts';

const STREAM = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;
/** AAC's audio object type of MPEG-4 lossless coding. */
const LOSSLESS = 36;
const MPEG4_AUDIO = 0x40;
/** Audio object types of MPEG-4 that are MPEG-1's layers. */
const layers: Readonly<Record<number, string>> = { 32: 'mp1', 33: 'mp2', 34: 'mp3' };

/** Reads the content of an `esds` box (ISO/IEC 14496-1): what an `mp4a` or `mp4v` entry holds in truth. */
export function readDescriptor(bytes: Buffer, track: Track): void {
  const stream = descriptorAt(bytes, 4);
  if (stream?.tag !== STREAM) return;
  const config = descriptorAt(bytes, insideStream(bytes, stream.content));
  if (config?.tag !== DECODER_CONFIG) return;
  const objectType = bytes[config.content] ?? 0;
  track.codec = codecOfObjectType(objectType) ?? track.codec;
  const specific = descriptorAt(bytes, config.content + 13);
  if (specific?.tag === DECODER_SPECIFIC && objectType === MPEG4_AUDIO) {
    readAudio(bytes.subarray(specific.content), track);
  }
}

/** After its number and its flags, a stream may name another, an address and a clock. */
function insideStream(bytes: Buffer, content: number): number {
  const flags = bytes[content + 2] ?? 0;
  const other = (flags & 0x80) === 0 ? 0 : 2;
  const address = (flags & 0x40) === 0 ? 0 : 1 + (bytes[content + 3 + other] ?? 0);
  const clock = (flags & 0x20) === 0 ? 0 : 2;
  return content + 3 + other + address + clock;
}

function readAudio(bytes: Buffer, track: Track): void {
  const aac = readAacConfig(bytes);
  if (aac.objectType === LOSSLESS) track.codec = 'mp4als';
  else if (aac.objectType !== 0) {
    track.codec = layers[aac.objectType] ?? track.codec;
    track.samplesPerSecond = aac.samplesPerSecond ?? track.samplesPerSecond;
    track.channels = aac.channels ?? track.channels;
  }
}

/** A descriptor's length takes one to four bytes, seven bits each. */
function descriptorAt(bytes: Buffer, start: number): { tag: number; content: number } | undefined {
  const tag = bytes[start];
  if (tag === undefined) return undefined;
  let content = start + 1;
  while (content < start + 4 && ((bytes[content] ?? 0) & 0x80) !== 0) content += 1;
  return { tag, content: content + 1 };
}
