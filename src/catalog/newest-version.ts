import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ownedBucket } from '../provision/resources/bucket-aspects.ts';

/** What a bucket holds under a name this instant. */
export interface NewestVersion {
  /** `deleted`: the newest version is a delete marker. */
  readonly kind: 'stored' | 'deleted';
  /** ISO 8601; of a multipart upload it is when that began. */
  readonly time: string;
  /** Absent where the bucket is not versioned. */
  readonly versionId?: string;
  /** Bytes; zero for a delete marker. */
  readonly size: number;
  /** Without quotes; empty for a delete marker. */
  readonly etag: string;
}

/**
 * The newest version of an object, or undefined when the bucket knows nothing of that name. Lists rather than
 * asks for the object itself, which would take the right to read it.
 */
export async function newestVersion(
  s3: S3Client,
  bucket: ReturnType<typeof ownedBucket>,
  key: string,
  signal: AbortSignal,
): Promise<NewestVersion | undefined> {
  // A name comes before all that begin with it, and its newest version before the others.
  const list = new ListObjectVersionsCommand({ ...bucket, Prefix: key, MaxKeys: 1 });
  const { Versions = [], DeleteMarkers = [] } = await s3.send(list, { abortSignal: signal });
  const stored = Versions.find(({ Key }) => Key === key);
  const newest = stored ?? DeleteMarkers.find(({ Key }) => Key === key);
  if (newest === undefined) return undefined;
  const { VersionId } = newest;
  return {
    kind: stored === undefined ? 'deleted' : 'stored',
    time: (newest.LastModified ?? new Date(0)).toISOString(),
    ...(VersionId !== undefined && VersionId !== 'null' && { versionId: VersionId }),
    size: stored?.Size ?? 0,
    etag: (stored?.ETag ?? '').replaceAll('"', ''),
  };
}
