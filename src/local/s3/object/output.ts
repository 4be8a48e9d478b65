import type { GetObjectCommandOutput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Bucket } from '../buckets.ts';
import { checksumMembers } from '../checksum/members.ts';
import { lastModified } from './conditions.ts';
import { type ByteRange, isMultipart } from './range.ts';
import type { ObjectEncryption, StoredObject } from './version.ts';

/** What GetObject and HeadObject answer alike. */
export type ObjectHeaders = Omit<GetObjectCommandOutput & HeadObjectCommandOutput, '$metadata' | 'Body'>;

/** Everything that GET and HEAD tell about an object. */
export function describe(object: StoredObject, bucket: Bucket): ObjectHeaders {
  const tagCount = Object.keys(object.tags).length;
  return {
    AcceptRanges: 'bytes',
    LastModified: lastModified(object),
    ETag: quoted(object.etag),
    ContentType: object.contentType,
    CacheControl: object.cacheControl,
    ContentDisposition: object.contentDisposition,
    ContentEncoding: object.contentEncoding,
    ContentLanguage: object.contentLanguage,
    Expires: object.expires === undefined ? undefined : new Date(object.expires),
    Metadata: { ...object.metadata },
    StorageClass: object.storageClass === 'STANDARD' ? undefined : object.storageClass,
    TagCount: tagCount === 0 ? undefined : tagCount,
    ...versionMember(object, bucket),
    ...encryptionMembers(object.encryption),
  };
}

/** How much of the object an answer holds, with the object's checksum when it is all of it. */
export function describeExtent(object: StoredObject, range: ByteRange | undefined, checksumWanted: boolean) {
  if (range !== undefined) {
    return {
      ContentLength: range.end - range.start,
      ContentRange: `bytes ${range.start}-${range.end - 1}/${object.size}`,
    };
  }
  return {
    ContentLength: object.size,
    ...(checksumWanted ? checksumMembers(object.checksum) : {}),
  };
}

/** Told only of a part that was asked for by its number. */
export function partsCount(object: StoredObject): number | undefined {
  return isMultipart(object) ? object.blobs.length : undefined;
}

/** Told only in buckets that keep versions, or once did. */
export function versionMember(
  { versionId = 'null' }: { readonly versionId?: string },
  bucket: Bucket,
): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: versionId };
}

export function encryptionMembers({ algorithm, keyId, bucketKey }: ObjectEncryption) {
  return { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId, BucketKeyEnabled: bucketKey };
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}
