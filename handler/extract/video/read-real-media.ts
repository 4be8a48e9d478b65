import { realAudioTrack } from '../audio/other/read-real-audio.ts';
import { addTag } from '../audio/tags/add-tag.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { putRecording, type Recording, type Track } from './recording.ts';

const HEAD = 64 * 1024;
const MAX_CHUNKS = 30;
const MAX_STREAMS = 32;
const codecs: Readonly<Record<string, string>> = { RV10: 'rv10', RV20: 'rv20', RV30: 'rv30', RV40: 'rv40' };

/** Reads RealMedia: the chunks in front of its data. */
export const readRealMedia: Reader = async ({ source }, draft) => {
  const bytes = await source.read(0, HEAD);
  const recording: Recording = { container: 'rm', tracks: [] };
  let at = 0;
  for (let count = 0; count < MAX_CHUNKS && at + 10 <= bytes.length; count += 1) {
    const id = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32BE(at + 4);
    if (id === 'DATA' || length < 10) break;
    readChunk(id, bytes.subarray(at + 10, at + length), recording, draft);
    at += length;
  }
  putRecording(draft, recording, source.size);
  if (recording.tracks.length === 0) throw new UnreadableError('it describes no stream');
};

function readChunk(id: string, chunk: Buffer, recording: Recording, draft: Draft): void {
  if (id === 'PROP' && chunk.length >= 24) recording.durationSeconds = chunk.readUInt32BE(20) / 1000;
  else if (id === 'MDPR') addStream(chunk, recording.tracks);
  else if (id === 'CONT') readContent(chunk, draft);
}

/** Eleven numbers, then a name and a media type with their lengths, then what the codec wants to know. */
function addStream(chunk: Buffer, tracks: Track[]): void {
  const typeAt = 31 + (chunk[30] ?? 0);
  const setup = typeAt + 1 + (chunk[typeAt] ?? 0) + 4;
  if (tracks.length >= MAX_STREAMS || setup + 28 > chunk.length) return;
  const specific = chunk.subarray(setup);
  if (specific.toString('latin1', 4, 8) === 'VIDO') {
    tracks.push({
      kind: 'video',
      codec: codecs[specific.toString('latin1', 8, 12)],
      widthPixels: specific.readUInt16BE(12),
      heightPixels: specific.readUInt16BE(14),
      framesPerSecond: specific.readUInt32BE(22) / 0x1_0000,
    });
  } else if (specific.toString('latin1', 0, 3) === '.ra') tracks.push(realAudioTrack(specific));
}

/** Four texts with their lengths before them. */
function readContent(chunk: Buffer, draft: Draft): void {
  let at = 0;
  for (const name of ['TITLE', 'AUTHOR', '', 'COMMENT']) {
    if (at + 2 > chunk.length) return;
    const end = at + 2 + chunk.readUInt16BE(at);
    addTag(draft, name, chunk.toString('latin1', at + 2, end));
    at = end;
  }
}
