import type { Readers } from '../reader.ts';

export const pdfReaders: Readers = {};
