import type { Readers } from '../reader.ts';

export const textReaders: Readers = {};
