import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Track } from '../../video/recording.ts';
import { readId3v2 } from '../tags/read-id3v2.ts';

const MAX_CHUNKS = 40;
/** A chunk of DSDIFF: four letters and a length of eight bytes. */
const HEADER = 12;

/** Reads DSF, as Sony writes DSD. */
export const readDsf: Reader = async ({ source }, draft) => {
  const bytes = await exactBytes(source, 0, 80);
  if (bytes.toString('latin1', 28, 32) !== 'fmt ') throw new UnreadableError('it has no format chunk');
  const rate = bytes.readUInt32LE(56);
  const track: Track = {
    kind: 'audio',
    codec: bytes.readUInt32LE(60) === 1 ? 'dsd_lsbf_planar' : 'dsd_msbf_planar',
    samplesPerSecond: rate,
    channels: bytes.readUInt32LE(52),
    bitsPerSample: 1,
    durationSeconds: rate > 0 ? Number(bytes.readBigUInt64LE(64)) / rate : undefined,
  };
  putRecording(draft, { container: 'dsf', tracks: [track] }, source.size);
  const tag = Number(bytes.readBigUInt64LE(20));
  if (tag > 0 && tag < source.size) await readId3v2(source, tag, draft);
};

/** Reads DSDIFF, as Philips writes it. */
export const readDsdiff: Reader = async ({ source }, draft) => {
  const track: Track = { kind: 'audio', codec: 'dsd_msbf', bitsPerSample: 1 };
  let dataBytes = 0;
  for await (const { id, content, length } of chunksOf(source, 16, source.size)) {
    if (id === 'PROP') await readProperties(source, content + 4, content + length, track);
    else if (id === 'DSD ') dataBytes = length;
    else if (id === 'DST ') track.codec = 'dst';
  }
  const { samplesPerSecond = 0, channels = 0 } = track;
  if (samplesPerSecond * channels === 0) throw new UnreadableError('it says nothing of its sound');
  track.durationSeconds = (dataBytes * 8) / (samplesPerSecond * channels);
  putRecording(draft, { container: 'iff', tracks: [track] }, source.size);
};

async function readProperties(source: ByteSource, start: number, end: number, track: Track): Promise<void> {
  for await (const { id, content } of chunksOf(source, start, end)) {
    const bytes = await exactBytes(source, content, 4);
    if (id === 'FS  ') track.samplesPerSecond = bytes.readUInt32BE(0);
    else if (id === 'CHNL') track.channels = bytes.readUInt16BE(0);
  }
}

async function* chunksOf(source: ByteSource, start: number, end: number) {
  let position = start;
  for (let count = 0; count < MAX_CHUNKS && position + HEADER <= Math.min(end, source.size); count += 1) {
    const header = await exactBytes(source, position, HEADER);
    const length = Number(header.readBigUInt64BE(4));
    yield { id: header.toString('latin1', 0, 4), content: position + HEADER, length };
    position += HEADER + length + (length % 2);
  }
}
