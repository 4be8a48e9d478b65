import { invalidArgument } from '../errors.ts';
import type { ReadConditions } from './conditions.ts';

/** The members by which CopyObject and UploadPartCopy name what they copy. */
export interface CopySourceInput {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** `/bucket/key` or `bucket/key`, percent-encoded, with an optional `?versionId=`. */
export function readCopySource(input: CopySourceInput) {
  const [path = '', query = ''] = splitAtVersion(input.CopySource);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      input.CopySource,
    );
  }
  return {
    Bucket: bucket,
    Key: key,
    VersionId: query || undefined,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  };
}

export function sourceConditions(input: CopySourceInput): ReadConditions {
  return {
    ifMatch: input.CopySourceIfMatch,
    ifNoneMatch: input.CopySourceIfNoneMatch,
    ifModifiedSince: input.CopySourceIfModifiedSince,
    ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
}

function splitAtVersion(source: string): string[] {
  const at = source.lastIndexOf('?versionId=');
  return at < 0 ? [source] : [source.slice(0, at), source.slice(at + '?versionId='.length)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
