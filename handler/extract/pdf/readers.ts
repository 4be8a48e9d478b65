import type { Readers } from '../reader.ts';
import { readPdf } from './read-pdf.ts';

/** Illustrator's files are PDFs in most cases, and PostScript may be taken for one. */
export const pdfReaders: Readers = {
  'application/pdf': readPdf,
  'application/illustrator': readPdf,
  'application/postscript': readPdf,
};
