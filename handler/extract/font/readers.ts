import type { Readers } from '../reader.ts';

export const fontReaders: Readers = {};
