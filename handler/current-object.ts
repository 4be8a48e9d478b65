import {
  HeadObjectCommand,
  type HeadObjectOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

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

/** The object as it is now; undefined when there is none, or when its newest version is a delete marker. */
export async function currentObject(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<StoredObject | undefined> {
  const head = await unlessMissing(
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })),
  );
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
