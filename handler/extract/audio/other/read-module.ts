import type { Reader } from '../../reader.ts';
import { putAudio } from '../../video/recording.ts';
import { addTag } from '../tags/add-tag.ts';

/** Where the kinds of tracker modules keep what they are called, and how long it may be. */
const titles: Readonly<Record<string, readonly [container: string, start: number, end: number]>> = {
  'audio/x-mod': ['mod', 0, 20],
  'audio/x-xm': ['xm', 17, 37],
  'audio/x-s3m': ['s3m', 0, 28],
  'audio/x-it': ['it', 4, 30],
};

/** Reads what a tracker module is called; how long it plays only a player finds out. */
export const readModule: Reader = async ({ source, mediaType }, draft) => {
  const [container, start, end] = titles[mediaType] ?? ['mod', 0, 20];
  const bytes = await source.read(start, end - start);
  putAudio(draft, { container });
  addTag(draft, 'TITLE', bytes.toString('latin1').split('\0', 1).join());
};
