import type { Readers } from '../reader.ts';

export const archiveReaders: Readers = {};
