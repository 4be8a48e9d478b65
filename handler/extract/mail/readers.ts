import type { Readers } from '../reader.ts';

export const mailReaders: Readers = {};
