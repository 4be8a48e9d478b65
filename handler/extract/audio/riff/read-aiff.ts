import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording, type Track } from '../../video/recording.ts';
import { type PcmLayout, pcmCodec } from '../pcm-codec.ts';
import { addTag } from '../tags/add-tag.ts';
import { readId3v2 } from '../tags/read-id3v2.ts';
import { type Chunk, chunks, contentOf } from './chunks.ts';

const MAX_CHUNKS = 40;
const MAX_TEXT = 4096;
const TEXTS = new Set(['NAME', 'AUTH', 'ANNO']);

/** What compressed sound is called in AIFF-C. */
const codecs: Readonly<Record<string, string>> = {
  ulaw: 'pcm_mulaw',
  ULAW: 'pcm_mulaw',
  alaw: 'pcm_alaw',
  ALAW: 'pcm_alaw',
  ima4: 'adpcm_ima_qt',
  MAC3: 'mace3',
  MAC6: 'mace6',
  'GSM ': 'gsm',
  G722: 'adpcm_g722',
  QDM2: 'qdm2',
  Qclp: 'qcelp',
};
const layouts: Readonly<Record<string, Partial<PcmLayout>>> = {
  NONE: { bigEndian: true },
  twos: { bigEndian: true },
  sowt: {},
  in24: { bigEndian: true, bits: 24 },
  in32: { bigEndian: true, bits: 32 },
  fl32: { bigEndian: true, float: true, bits: 32 },
  FL32: { bigEndian: true, float: true, bits: 32 },
  fl64: { bigEndian: true, float: true, bits: 64 },
  FL64: { bigEndian: true, float: true, bits: 64 },
  'raw ': { unsigned: true },
};
/** In blocks of so many samples, which the number of "frames" then counts. */
const IMA4_BLOCK = 64;

/** Reads AIFF and AIFF-C. */
export const readAiff: Reader = async ({ source }, draft) => {
  const track: Track = { kind: 'audio' };
  const recording: Recording = { container: 'aiff', tracks: [track] };
  try {
    for await (const chunk of chunks(source, 12, source.size, MAX_CHUNKS, true)) {
      await readChunk(source, chunk, track, draft);
    }
  } finally {
    putRecording(draft, recording, source.size);
  }
  if (track.codec === undefined) throw new UnreadableError('it says nothing of its sound');
};

async function readChunk(source: ByteSource, chunk: Chunk, track: Track, draft: Draft): Promise<void> {
  if (chunk.id === 'COMM') readCommon(await contentOf(source, chunk, 22), track);
  else if (chunk.id === 'ID3 ') await readId3v2(source, chunk.content, draft);
  else if (TEXTS.has(chunk.id))
    addTag(draft, chunk.id, (await contentOf(source, chunk, MAX_TEXT)).toString('utf8'));
}

function readCommon(bytes: Buffer, track: Track): void {
  if (bytes.length < 18) return;
  const type = bytes.length >= 22 ? bytes.toString('latin1', 18, 22) : 'NONE';
  const bits = bytes.readUInt16BE(6);
  const layout = Object.hasOwn(layouts, type) ? { bits, ...layouts[type] } : undefined;
  track.channels = bytes.readUInt16BE(0);
  track.samplesPerSecond = readExtended(bytes, 8);
  track.codec = layout === undefined ? (codecs[type] ?? type.trim().toLowerCase()) : pcmCodec(layout);
  track.bitsPerSample = layout?.bits;
  const frames = bytes.readUInt32BE(2) * (type === 'ima4' ? IMA4_BLOCK : 1);
  track.durationSeconds = frames / track.samplesPerSecond;
}

/** A floating-point number of 80 bits, as old Macs had them. */
function readExtended(bytes: Buffer, position: number): number {
  const exponent = bytes.readUInt16BE(position) & 0x7fff;
  return Number(bytes.readBigUInt64BE(position + 2)) * 2 ** (exponent - 16_383 - 63);
}
