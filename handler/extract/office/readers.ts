import type { Readers } from '../reader.ts';

export const officeReaders: Readers = {};
