import type { Readers } from '../reader.ts';
import { readJpeg } from './read-jpeg.ts';

export const imageReaders: Readers = {
  'image/jpeg': readJpeg,
};
