import type { FileRecord } from '../../handler/record.ts';

/** What the table would say about a file, as far as it can be known before it is uploaded. */
export type Inspected = Pick<
  FileRecord,
  'filename' | 'size' | 'contentType' | 'status' | 'reason' | 'extractor' | 'details'
>;
