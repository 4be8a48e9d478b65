import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readExifTags } from './read-exif.ts';
import { readTiffNotes } from './read-tiff-notes.ts';
import { supplement } from './supplement.ts';
import { openTiff } from './tiff-file.ts';

const WIDTH = 0xbc80;
const HEIGHT = 0xbc81;

/** Reads JPEG XR, which is built like a TIFF with tags of its own. */
export const readJxr: Reader = async ({ source }, draft) => {
  const file = await openTiff(source);
  const main = await file.directory(file.first);
  const widthPixels = await main?.number(WIDTH);
  const heightPixels = await main?.number(HEIGHT);
  if (widthPixels === undefined || heightPixels === undefined) throw new UnreadableError('it has no size');
  draft.image = supplement(draft.image, { widthPixels, heightPixels });
  await readExifTags(file, draft);
  if (main !== undefined) await readTiffNotes(main, draft);
};
