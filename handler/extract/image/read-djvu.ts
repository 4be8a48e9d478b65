import type { ByteSource } from '../byte-source.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** Behind `AT&TFORM`, its length, and what it is a form of. */
const FIRST_CHUNK = 16;
const MAX_CHUNKS = 100;

/** Reads the size of a DjVu document's first page. */
export const readDjvu: Reader = async ({ source }, draft) => {
  const info = await findInfo(source);
  if (info === undefined) throw new UnreadableError('it has no page');
  draft.image = { widthPixels: info.readUInt16BE(0), heightPixels: info.readUInt16BE(2) };
};

/** A document of several pages holds forms in the form: pages, and what they share. */
async function findInfo(source: ByteSource): Promise<Buffer | undefined> {
  let position = FIRST_CHUNK;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await source.read(position, 12);
    if (head.length < 12) return undefined;
    const type = head.toString('latin1', 0, 4);
    if (type === 'INFO') return head.subarray(8);
    const length = head.readUInt32BE(4);
    const page = type === 'FORM' && head.toString('latin1', 8, 12) === 'DJVU';
    position += page ? 12 : 8 + length + (length % 2);
  }
  return undefined;
}
