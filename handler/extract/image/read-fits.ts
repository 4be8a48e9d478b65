import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { supplement } from './supplement.ts';

const MAX_HEADER = 16 * 1024;
const CARD = 80;

/** Reads the size of an astronomer's picture (FITS) and what a pixel is made of; a file may also hold no picture, but tables. */
export const readFits: Reader = async ({ source }, draft) => {
  const cards = cardsOf((await source.read(0, MAX_HEADER)).toString('latin1'));
  const axes = cards.get('NAXIS');
  if (axes === undefined) throw new UnreadableError('it does not say how many axes it has');
  if (axes < 2) return;
  // Below zero: with a decimal point.
  const bits = cards.get('BITPIX');
  draft.image = supplement(draft.image, {
    widthPixels: cards.get('NAXIS1'),
    heightPixels: cards.get('NAXIS2'),
    bitsPerChannel: bits === undefined ? undefined : Math.abs(bits),
  });
};

/** The numbers of the first header, by keyword. https://fits.gsfc.nasa.gov/fits_standard.html */
function cardsOf(header: string): ReadonlyMap<string, number> {
  const cards = new Map<string, number>();
  for (let at = 0; at < header.length; at += CARD) {
    const [, keyword = '', value] =
      /^(\w{1,8}) *= *(-?\d{1,9})(?![.\d])/.exec(header.slice(at, at + CARD)) ?? [];
    if (value !== undefined && !cards.has(keyword)) cards.set(keyword, Number(value));
    if (header.startsWith('END ', at)) break;
  }
  return cards;
}
