import type { Readers } from '../reader.ts';
import { readFont } from './read-font.ts';
import { readType1 } from './read-type1.ts';

/** Several have had more than one name. */
export const fontReaders: Readers = {
  'application/font-woff': readFont,
  'application/vnd.ms-opentype': readFont,
  'application/x-font-pfb': readType1,
  'application/x-font-type1': readType1,
  'font/collection': readFont,
  'font/otf': readFont,
  'font/sfnt': readFont,
  'font/ttf': readFont,
  'font/x-postscript-pfb': readType1,
  'font/woff': readFont,
  'font/woff2': readFont,
};
