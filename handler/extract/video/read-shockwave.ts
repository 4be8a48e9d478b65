import { constants, inflateSync } from 'node:zlib';
import { Bits } from '../bits.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { putVideo } from './recording.ts';

const HEADER = 8;
const STAGE = 32;
const COMPRESSED_STAGE = 4096;
/** Pixels are counted in twentieths. */
const TWIPS = 20;

/** Reads Flash films: the size of the stage and the frames. The body may be compressed; LZMA is not read. */
export const readShockwave: Reader = async ({ source }, draft) => {
  const mark = (await exactBytes(source, 0, HEADER)).toString('latin1', 0, 3);
  if (mark === 'ZWS') return;
  const body = await source.read(HEADER, COMPRESSED_STAGE);
  const stage = mark === 'CWS' ? inflatedStart(body) : body.subarray(0, STAGE);
  if (stage.length < STAGE) throw new UnreadableError('it ends too early');
  const bits = new Bits(stage);
  const width = bits.read(5);
  const [left = 0, right = 0, top = 0, bottom = 0] = [0, 0, 0, 0].map(() => bits.read(width));
  const at = Math.ceil((5 + width * 4) / 8);
  const framesPerSecond = stage.readUInt16LE(at) / 256;
  const frames = stage.readUInt16LE(at + 2);
  putVideo(draft, {
    container: 'swf',
    widthPixels: Math.round((right - left) / TWIPS),
    heightPixels: Math.round((bottom - top) / TWIPS),
    framesPerSecond,
    durationSeconds: framesPerSecond > 0 ? frames / framesPerSecond : undefined,
  });
};

function inflatedStart(bytes: Buffer): Buffer {
  const inflated = inflateSync(bytes, {
    finishFlush: constants.Z_SYNC_FLUSH,
    maxOutputLength: 16 * 1024 * 1024,
  });
  return inflated.subarray(0, STAGE);
}
