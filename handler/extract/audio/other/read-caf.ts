import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { codecOfSampleEntry } from '../../video/iso/codecs.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { pcmCodec } from '../pcm-codec.ts';
import { addTag } from '../tags/add-tag.ts';

const MAX_CHUNKS = 40;
const HEADER = 12;
const FLOAT = 1;
const LITTLE_ENDIAN = 2;
const MAX_STRINGS = 100;
const codecs: Readonly<Record<string, string>> = {
  aac: 'aac',
  aach: 'aac',
  aacp: 'aac',
  alaw: 'pcm_alaw',
  ulaw: 'pcm_mulaw',
  ilbc: 'ilbc',
  opus: 'opus',
  flac: 'flac',
};

/** What the chunks say of the sound. */
interface Caf {
  readonly track: Track;
  /** 0 when they vary. */
  packetBytes: number;
  packetSamples: number;
  dataBytes: number;
  /** As the table of packets says. */
  samples: number;
}

/** Reads Apple's Core Audio Format. */
export const readCaf: Reader = async ({ source }, draft) => {
  const caf: Caf = { track: { kind: 'audio' }, packetBytes: 0, packetSamples: 0, dataBytes: 0, samples: 0 };
  let position = 8;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const header = await source.read(position, HEADER);
    if (header.length < HEADER) break;
    const claimed = Number(header.readBigInt64BE(4));
    const rest = source.size - position - HEADER;
    const length = claimed < 0 ? rest : claimed;
    await readChunk(source, header.toString('latin1', 0, 4), position + HEADER, length, caf, draft);
    position += HEADER + length;
  }
  const { track, packetBytes, packetSamples, dataBytes, samples } = caf;
  if (!track.samplesPerSecond) throw new UnreadableError('it says nothing of its sound');
  const counted = packetBytes > 0 ? (dataBytes / packetBytes) * packetSamples : samples;
  track.durationSeconds = counted / track.samplesPerSecond;
  putRecording(draft, { container: 'caf', tracks: [track] }, source.size);
};

async function readChunk(
  source: ByteSource,
  id: string,
  content: number,
  length: number,
  caf: Caf,
  draft: Draft,
) {
  if (id === 'desc') readDescription(await source.read(content, 32), caf);
  else if (id === 'data') caf.dataBytes = Math.max(0, length - 4);
  else if (id === 'info') readStrings(await source.read(content, Math.min(length, 16_384)), draft);
  else if (id === 'pakt') {
    const bytes = await source.read(content, 24);
    if (bytes.length === 24) caf.samples = Number(bytes.readBigInt64BE(8));
  }
}

function readDescription(bytes: Buffer, caf: Caf): void {
  if (bytes.length < 32) return;
  const type = bytes.toString('latin1', 8, 12);
  const flags = bytes.readUInt32BE(12);
  const bits = bytes.readUInt32BE(28);
  const plain = { bits, float: (flags & FLOAT) !== 0, bigEndian: (flags & LITTLE_ENDIAN) === 0 };
  const named = codecs[type.trim()] ?? codecOfSampleEntry(type);
  caf.track.codec = type === 'lpcm' ? pcmCodec(plain) : named;
  caf.track.bitsPerSample = type === 'lpcm' ? bits : undefined;
  caf.track.samplesPerSecond = bytes.readDoubleBE(0);
  caf.track.channels = bytes.readUInt32BE(24);
  caf.packetBytes = bytes.readUInt32BE(16);
  caf.packetSamples = bytes.readUInt32BE(20);
}

/** Names and values by turns, each ended by a zero. */
function readStrings(bytes: Buffer, draft: Draft): void {
  const strings = bytes.toString('utf8', 4).split('\0', MAX_STRINGS * 2);
  for (let at = 0; at + 1 < strings.length; at += 2) addTag(draft, strings[at] ?? '', strings[at + 1] ?? '');
}
