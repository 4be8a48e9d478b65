import {
  HeadObjectCommand,
  type HeadObjectOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Change } from './change.ts';

/** What S3 says about an object without sending its bytes. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
  readonly contentType: string;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId?: string | undefined;
  readonly storageClass: string;
  /** As `algorithm:base64`. */
  readonly checksum?: string | undefined;
}

/**
 * The object as it is now; undefined when there is none, or when its newest version is a delete marker. For
 * some minutes after versioning was switched on S3 may say so wrongly: then the version that a creation
 * announced, if it is there, is taken for the current one. Should that have been deleted since, the
 * deletion's own event corrects it.
 */
export async function currentObject(
  s3: S3Client,
  change: Pick<Change, 'bucket' | 'key' | 'versionId'> & { readonly kind: string },
): Promise<StoredObject | undefined> {
  const current = await headObject(s3, change, undefined);
  if (current !== undefined || change.kind === 'removed' || change.versionId === undefined) return current;
  return headObject(s3, change, change.versionId);
}

async function headObject(
  s3: S3Client,
  { bucket, key }: Pick<Change, 'bucket' | 'key'>,
  versionId: string | undefined,
): Promise<StoredObject | undefined> {
  const command = new HeadObjectCommand({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    ChecksumMode: 'ENABLED',
  });
  const head = await unlessMissing(s3.send(command));
  return (
    head && {
      bucket,
      key,
      size: head.ContentLength ?? 0,
      lastModified: head.LastModified ?? new Date(),
      contentType: head.ContentType ?? 'binary/octet-stream',
      etag: (head.ETag ?? '').replaceAll('"', ''),
      versionId: head.VersionId,
      storageClass: head.StorageClass ?? 'STANDARD',
      checksum: checksumOf(head),
    }
  );
}

/** A HEAD has no body, so its status is all there is. Without `s3:ListBucket` S3 would say 403 instead. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
  }
}

function checksumOf(head: HeadObjectOutput): string | undefined {
  const stored = {
    SHA512: head.ChecksumSHA512,
    SHA256: head.ChecksumSHA256,
    SHA1: head.ChecksumSHA1,
    MD5: head.ChecksumMD5,
    XXHASH128: head.ChecksumXXHASH128,
    XXHASH3: head.ChecksumXXHASH3,
    XXHASH64: head.ChecksumXXHASH64,
    CRC64NVME: head.ChecksumCRC64NVME,
    CRC32C: head.ChecksumCRC32C,
    CRC32: head.ChecksumCRC32,
  };
  const found = Object.entries(stored).find(([, value]) => value);
  return found?.join(':');
}
