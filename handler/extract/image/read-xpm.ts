import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const MAX_HEADER = 16 * 1024;

/** Reads the size of an X pixmap: a piece of C whose first string says width, height, colours and characters a pixel. */
export const readXpm: Reader = async ({ source }, draft) => {
  const text = (await source.read(0, MAX_HEADER)).toString('latin1');
  const [, width, height] = /"\s*(\d{1,6})\s+(\d{1,6})\s+\d{1,6}\s+\d/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new UnreadableError('it does not say its size');
  draft.image = {
    widthPixels: Number(width),
    heightPixels: Number(height),
    colorModel: 'indexed',
  };
};
