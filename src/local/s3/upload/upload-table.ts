import { randomBytes } from 'node:crypto';
import type { ChecksumType } from '@aws-sdk/client-s3';
import type { Storage, Write } from '../../storage.ts';
import type { Blob } from '../blobs.ts';
import type { Algorithm } from '../checksum/algorithm.ts';
import type { ObjectAttributes } from '../object/version.ts';
import { orderedKey, type Position, rangeFrom } from '../ordered-key.ts';

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly key: string;
  readonly uploadId: string;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly attributes: ObjectAttributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly algorithm: Algorithm;
  readonly checksumType: ChecksumType;
  /** Whether the client chose the algorithm; parts must then be sent with it. */
  readonly chosen: boolean;
}

export interface Part {
  readonly number: number;
  readonly blob: Blob;
  /** MD5, hexadecimal. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Base64; at least by the upload's algorithm. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>;
}

/** Uploads under way, ordered by bucket, then key, then time, and their parts. */
export interface UploadTable {
  find(bucket: string, key: string, uploadId: string): Promise<Upload | undefined>;
  from(bucket: string, position: Position): AsyncIterable<Upload>;
  part(upload: Upload, number: number): Promise<Part | undefined>;
  /** In order of their numbers, those above `after`. */
  parts(upload: Upload, after?: number): AsyncIterable<Part>;
  putting(bucket: string, upload: Upload): Write;
  puttingPart(upload: Upload, part: Part): Write;
  /** Forgets an upload and the given parts of it. */
  deleting(bucket: string, upload: Upload, parts: readonly Part[]): Write[];
}

export function openUploadTable(storage: Storage): UploadTable {
  const uploads = storage.table<Upload>('s3/uploads');
  const parts = storage.table<Part>('s3/parts');
  const keyOf = (bucket: string, { key, uploadId }: Upload) => orderedKey(bucket, key, uploadId);
  return {
    find: (bucket, key, uploadId) => uploads.get(orderedKey(bucket, key, uploadId)),
    async *from(bucket, position) {
      for await (const [, upload] of uploads.range(rangeFrom(bucket, position))) yield upload;
    },
    part: ({ uploadId }, number) => parts.get(partKey(uploadId, number)),
    async *parts({ uploadId }, after = 0) {
      const range = { gt: partKey(uploadId, after), lt: partKey(uploadId, LAST_PART + 1) };
      for await (const [, part] of parts.range(range)) yield part;
    },
    putting: (bucket, upload) => uploads.putting(keyOf(bucket, upload), upload),
    puttingPart: ({ uploadId }, part) => parts.putting(partKey(uploadId, part.number), part),
    deleting: (bucket, upload, gone) => [
      uploads.deleting(keyOf(bucket, upload)),
      ...gone.map(({ number }) => parts.deleting(partKey(upload.uploadId, number))),
    ],
  };
}

/** An opaque id; ids that were made later sort after earlier ones. */
export function newUploadId(sequence: number): string {
  return sequence.toString(16).padStart(14, '0') + randomBytes(25).toString('hex');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const LAST_PART = 10_000;

function partKey(uploadId: string, number: number): string {
  return `${uploadId} ${String(number).padStart(5, '0')}`;
}
