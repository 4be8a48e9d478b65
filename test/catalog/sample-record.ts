import { type FileRecord, paddedSequencer, timeShardOf } from '../../handler/record.ts';

/** A record like the function writes it, with the given values. */
export function sampleRecord(filename: string, values: Partial<FileRecord> = {}): FileRecord {
  return {
    filename,
    size: 1234,
    uploadTime: '2026-11-22T10:11:12.345Z',
    bucket: 'bucket',
    contentType: 'application/pdf',
    etag: 'etag',
    sequencer: paddedSequencer('A1'),
    storageClass: 'STANDARD',
    status: 'described',
    extractor: '1',
    timeShard: timeShardOf(filename, 8),
    ...values,
  };
}

export async function* streamOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
