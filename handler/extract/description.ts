import type { FileRecord } from '../record.ts';

/** What can be said about the inside of a file: the part of its row that comes from its bytes. */
export type Description = Pick<FileRecord, 'status' | 'reason' | 'details'>;

/** Written into every row. Goes up when the same file would get a different row, so that old rows can be found. */
export const EXTRACTOR = '3';
