import { partOf } from '../byte-source.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readExif } from './read-exif.ts';
import { supplement } from './supplement.ts';

const FIRST_BLOCK = 8;
const MAX_BLOCKS = 50;

/** Reads Minolta's raw files: blocks, of which one has the size and one the EXIF. */
export const readMrw: Reader = async ({ source }, draft) => {
  let position = FIRST_BLOCK;
  for (let count = 0; count < MAX_BLOCKS; count += 1) {
    const head = await source.read(position, 24);
    if (head.length < 24 || head[0] !== 0) break;
    const type = head.toString('latin1', 1, 4);
    const length = head.readUInt32BE(4);
    if (type === 'PRD') {
      const [heightPixels, widthPixels] = [head.readUInt16BE(20), head.readUInt16BE(22)];
      draft.image = supplement(draft.image, { widthPixels, heightPixels });
    }
    if (type === 'TTW') await readExif(partOf(source, position + 8, length), draft);
    position += 8 + length;
  }
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it does not say its size');
};
