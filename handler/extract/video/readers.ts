import type { Readers } from '../reader.ts';

export const videoReaders: Readers = {};
