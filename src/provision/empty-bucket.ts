import {
  AbortMultipartUploadCommand,
  type _Error as BatchError,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import {
  type ListedVersion,
  type OwnedBucket,
  type Page,
  uploadPages,
  versionPages,
} from './bucket-contents.ts';
import { absentAs } from './engine/retry.ts';
import { inParallel } from './in-parallel.ts';

type Aws = Pick<Clients, 's3'>;

/** What has been deleted out of a bucket so far. */
export interface Emptied {
  readonly versions: number;
  readonly deleteMarkers: number;
  readonly uploads: number;
  readonly bytes: number;
}

/** Pages of 1,000 that are deleted at the same time; no more than these are held in memory. */
const PARALLEL_BATCHES = 8;
const PARALLEL_ABORTS = 32;
/** How many of the refused are named. */
const NAMED = 5;

/**
 * Deletes every version, delete marker and unfinished upload of a bucket, and tells after each batch what has
 * gone so far. What arrives meanwhile may stay. What S3 refuses is tried once more; when it stays refused, as
 * under Object Lock, everything else is deleted first, and then this fails and names the first of them.
 */
export async function emptyBucket(
  { s3 }: Aws,
  bucket: OwnedBucket,
  control: Control,
  tell: (emptied: Emptied) => void,
): Promise<void> {
  const gone = { versions: 0, deleteMarkers: 0, uploads: 0, bytes: 0 };
  const refused: BatchError[] = [];
  let refusals = 0;
  await inParallel(versionPages({ s3 }, bucket), PARALLEL_BATCHES, control.signal, deletePage);
  await inParallel(uploadsOf({ s3 }, bucket), PARALLEL_ABORTS, control.signal, async (upload) => {
    await absentAs(['NoSuchUpload'], s3.send(new AbortMultipartUploadCommand({ ...bucket, ...upload })));
    gone.uploads += 1;
    tell({ ...gone });
  });
  if (refusals > 0) throw refusal(bucket, refused, refusals);

  async function deletePage({ items }: Page<ListedVersion>): Promise<void> {
    const failed = await deleteTwice(items);
    for (const { Key, VersionId, marker, bytes } of items) {
      if (failed.has(nameOf({ Key, VersionId }))) continue;
      gone[marker ? 'deleteMarkers' : 'versions'] += 1;
      gone.bytes += bytes;
    }
    refusals += failed.size;
    refused.push(...[...failed.values()].slice(0, NAMED - refused.length));
    tell({ ...gone });
  }

  /** What S3 refused both times, by name. */
  async function deleteTwice(page: readonly ListedVersion[]): Promise<Map<string, BatchError>> {
    const first = await deleteBatch(page);
    if (first.length === 0) return new Map();
    await control.sleep(1, control.signal);
    const again = await deleteBatch(first.map(({ Key = '', VersionId }) => ({ Key, VersionId })));
    return new Map(again.map((error) => [nameOf(error), error]));
  }

  async function deleteBatch(versions: readonly ObjectIdentifier[]): Promise<BatchError[]> {
    const identifiers = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const writable = identifiers.filter(({ Key }) => !UNWRITABLE.test(Key ?? ''));
    const single = identifiers.filter(({ Key }) => UNWRITABLE.test(Key ?? ''));
    for (const identifier of single) await s3.send(new DeleteObjectCommand({ ...bucket, ...identifier }));
    if (writable.length === 0) return [];
    const Delete = { Objects: writable, Quiet: true };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ ...bucket, Delete }));
    return Errors;
  }
}

/** Characters that keys may have and XML, in which batches are written, may not. */
const UNWRITABLE = /[\p{Cc}\uFFFE\uFFFF]/u;

async function* uploadsOf(aws: Aws, bucket: OwnedBucket) {
  for await (const page of uploadPages(aws, bucket)) yield* page.items;
}

function nameOf({ Key, VersionId }: Pick<BatchError, 'Key' | 'VersionId'>): string {
  return JSON.stringify([Key, VersionId]);
}

function refusal({ Bucket }: OwnedBucket, named: readonly BatchError[], count: number): FilepipeError {
  const lines = named.map(
    ({ Key, VersionId, Code, Message }) => `${Key} (version ${VersionId}): ${Code} ${Message}`,
  );
  const others = count - named.length;
  return new FilepipeError(
    [
      `S3 refused to delete ${count} object version${count === 1 ? '' : 's'} in bucket ${Bucket}`,
      ...lines,
      ...(others > 0 ? [`and ${others} more`] : []),
    ].join('\n'),
    { hint: 'see what holds them, a bucket policy or Object Lock, and run filepipe teardown again' },
  );
}
