import {
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
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

type Announced = Pick<Change, 'bucket' | 'key' | 'versionId'> & { readonly kind: string };

/**
 * The object as it is now; undefined when there is none, or when its newest version is a delete marker. For
 * some minutes after versioning was switched on S3 may say so wrongly: then the version that a creation
 * announced, if it is there, is taken for the current one. Should that have been deleted since, the
 * deletion's own event corrects it.
 */
export async function currentObject(s3: S3Client, change: Announced): Promise<StoredObject | undefined> {
  return (await headObject(s3, change, undefined)) ?? (await announcedVersion(s3, change));
}

/** The version that a creation announced, if it is there. */
export async function announcedVersion(s3: S3Client, change: Announced): Promise<StoredObject | undefined> {
  if (change.kind === 'removed' || change.versionId === undefined) return undefined;
  return await headObject(s3, change, change.versionId);
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
  });
  const head = await unlessMissing(s3.send(command));
  return head && storedObject(bucket, key, head);
}

type Answer = Omit<HeadObjectCommandOutput | GetObjectCommandOutput, 'Body'>;

/** What S3 says of an object that it was asked for as a whole. */
export function storedObject(bucket: string, key: string, answer: Answer): StoredObject {
  return {
    bucket,
    key,
    size: answer.ContentLength ?? 0,
    lastModified: answer.LastModified ?? new Date(),
    contentType: answer.ContentType ?? 'binary/octet-stream',
    etag: (answer.ETag ?? '').replaceAll('"', ''),
    versionId: answer.VersionId,
    storageClass: answer.StorageClass ?? 'STANDARD',
    checksum: checksumOf(answer),
  };
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

function checksumOf(head: Answer): string | undefined {
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
