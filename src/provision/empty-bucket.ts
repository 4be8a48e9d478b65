import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';

type Aws = Pick<Clients, 's3'>;
type OwnedBucket = { readonly Bucket: string; readonly ExpectedBucketOwner: string };

/** Pages of 1,000 that are deleted at the same time. */
const PARALLEL_BATCHES = 8;

/**
 * Deletes every version, delete marker and unfinished upload of a bucket, and returns how many there were.
 * What arrives meanwhile may stay. Fails when S3 refuses any of them, as under Object Lock.
 */
export async function emptyBucket({ s3 }: Aws, bucket: OwnedBucket, control: Control): Promise<number> {
  const started = control.now();
  let deleted = 0;
  const running = new Set<Promise<void>>();
  for await (const page of versionPages({ s3 }, bucket)) {
    const versions = identifiers(page);
    if (versions.length === 0) continue;
    if (running.size >= PARALLEL_BATCHES) await Promise.race(running);
    control.signal.throwIfAborted();
    const batch: Promise<void> = deleteBatch(versions).finally(() => running.delete(batch));
    running.add(batch);
    batch.catch(() => {}); // Reported by the race above or by the all below.
  }
  await Promise.all(running);
  for await (const { Uploads = [] } of uploadPages({ s3 }, bucket)) {
    await Promise.all(
      Uploads.map(({ Key, UploadId }) =>
        s3.send(new AbortMultipartUploadCommand({ ...bucket, Key, UploadId })),
      ),
    );
  }
  return deleted;

  async function deleteBatch(versions: ObjectIdentifier[]): Promise<void> {
    const Delete = { Objects: versions, Quiet: true };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ ...bucket, Delete }));
    const [refused] = Errors;
    if (refused !== undefined) {
      throw new FilepipeError(
        `S3 refused to delete ${Errors.length} of ${versions.length} objects in bucket ${bucket.Bucket}, the first is ` +
          `${refused.Key}: ${refused.Code} ${refused.Message}`,
      );
    }
    deleted += versions.length;
    control.waiting({
      what: `bucket ${bucket.Bucket} to be emptied, ${deleted} versions so far`,
      elapsedSeconds: (control.now() - started) / 1000,
      timeoutSeconds: Number.POSITIVE_INFINITY,
    });
  }
}

/** Every version and delete marker, also of a bucket that was never versioned, 1,000 a page. */
export async function* versionPages(
  { s3 }: Aws,
  bucket: OwnedBucket,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListObjectVersionsCommand({
        ...bucket,
        KeyMarker: page?.NextKeyMarker,
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
    );
    yield page;
  } while (page.IsTruncated);
}

async function* uploadPages(
  { s3 }: Aws,
  bucket: OwnedBucket,
): AsyncGenerator<ListMultipartUploadsCommandOutput> {
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListMultipartUploadsCommand({
        ...bucket,
        KeyMarker: page?.NextKeyMarker,
        UploadIdMarker: page?.NextUploadIdMarker,
      }),
    );
    yield page;
  } while (page.IsTruncated);
}

function identifiers(page: ListObjectVersionsCommandOutput): ObjectIdentifier[] {
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
    Key,
    VersionId,
  }));
}
