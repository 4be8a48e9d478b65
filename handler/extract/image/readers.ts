import type { Readers } from '../reader.ts';

export const imageReaders: Readers = {};
