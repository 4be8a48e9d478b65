import type { Readers } from '../reader.ts';

export const audioReaders: Readers = {};
