import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const MAX_HEADER = 16 * 1024;
/** Behind the variables and an empty line; how the axes are written also says how the picture is turned. */
const SIZE = /\n\n([-+])([XY]) (\d{1,9}) [-+][XY] (\d{1,9})\n/;

/** Reads the size of a Radiance picture (HDR). */
export const readRadiance: Reader = async ({ source }, draft) => {
  const match = SIZE.exec((await source.read(0, MAX_HEADER)).toString('latin1').replace(/\r/g, ''));
  if (match === null) throw new UnreadableError('it does not say its size');
  const [, , axis, first, second] = match;
  const [height, width] = axis === 'Y' ? [first, second] : [second, first];
  draft.image = { widthPixels: Number(width), heightPixels: Number(height), colorModel: 'rgb', channels: 3 };
};
