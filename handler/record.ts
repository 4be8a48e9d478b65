import type { Details } from './extract/details.ts';

/**
 * The row that the function writes for a file and that the catalogue reads: one per object key.
 * Times are ISO 8601 in UTC with milliseconds, so that they sort as strings.
 */
export interface FileRecord {
  /** The object's key, exactly as in S3. Partition key of the table. */
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly uploadTime: string;
  readonly bucket: string;
  readonly contentType: string;
  /** Without quotes, as in events. */
  readonly etag: string;
  /** Absent in a bucket that was never versioned. */
  readonly versionId?: string;
  /** Orders the events of one key; padded with zeros, so it compares as a string. */
  readonly sequencer: string;
  readonly storageClass: string;
  /** `described`: what could be said about the file is in the row. `failed`: `reason` says why not. */
  readonly status: 'described' | 'failed';
  readonly reason?: string;
  /** Version of the handler that wrote the row. */
  readonly extractor: string;
  /** The checksum that S3 stores, as `algorithm:base64`, when there is one. */
  readonly checksum?: string;
  /** What was found inside the file, by kind. */
  readonly details?: Details;
  /** Partition key of the time index: `timeShardOf(…)`. Tombstones have none and so leave the index. */
  readonly timeShard: string;
}

/** Left behind by a removal, so that a late creation event cannot bring the row back; expires by itself. */
export interface Tombstone {
  readonly filename: string;
  readonly bucket: string;
  readonly sequencer: string;
  readonly status: 'removed';
  readonly removedTime: string;
  /** Epoch seconds: the table's time-to-live attribute. */
  readonly expiresAt: number;
}

export const TABLE_KEY = 'filename';
export const TIME_INDEX = 'byUploadTime';
export const TIME_INDEX_PARTITION = 'timeShard';
export const TIME_INDEX_SORT = 'uploadTime';
export const TTL_ATTRIBUTE = 'expiresAt';

/** The most partitions of the time index that rows are spread over; readers look into all of them. */
export const MAX_TIME_SHARDS = 8;

/** S3's sequencers are hexadecimal and at most this long today; shorter ones are padded on the right. */
const SEQUENCER_LENGTH = 32;

/** Every value that `timeShardOf` can return, however many shards it spreads over. */
export const timeShards: readonly string[] = Array.from({ length: MAX_TIME_SHARDS }, (_, shard) =>
  String(shard),
);

/**
 * The index partition of a key, one of `shards`: stable, evenly spread (32-bit FNV-1a over its UTF-16 units). A
 * partition takes 1,000 writes a second:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export function timeShardOf(filename: string, shards: number): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < filename.length; i++) {
    hash = Math.imul(hash ^ filename.charCodeAt(i), 0x01000193) >>> 0;
  }
  return String(hash % shards);
}

/** A sequencer that compares as a string with any other sequencer of the same key. */
export function paddedSequencer(sequencer: string): string {
  return sequencer.toUpperCase().padEnd(SEQUENCER_LENGTH, '0');
}

/** Of a row that no event of S3's has led to, but a replay: any event has a higher one. */
export const LOWEST_SEQUENCER = paddedSequencer('');
