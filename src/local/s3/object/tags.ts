import type { Tag } from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import { invalidArgument } from '../errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** S3's limits: 10 tags on an object, 50 on a bucket. */
export function readTags(tagSet: readonly Tag[], limit: number): Tags {
  if (tagSet.length > limit) {
    const what = limit === MAX_OBJECT_TAGS ? 'Object' : 'Bucket';
    throw new AwsError('BadRequest', `${what} tags cannot be greater than ${limit}`, { status: 400 });
  }
  const tags = new Map<string, string>();
  for (const { Key = '', Value = '' } of tagSet) {
    if (tags.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key);
    check(Key, Value);
    tags.set(Key, Value);
  }
  return Object.fromEntries(tags);
}

/** The tags in an `x-amz-tagging` header: `a=1&b=2`, form-encoded. */
export function tagsInHeader(header: string | undefined): Tags {
  if (header === undefined) return {};
  const pairs = [...new URLSearchParams(header)];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return readTags(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    MAX_OBJECT_TAGS,
  );
}

export function toTagSet(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export const MAX_OBJECT_TAGS = 10;
export const MAX_BUCKET_TAGS = 50;

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function check(key: string, value: string): void {
  if (key === '' || key.length > 128 || !ALLOWED.test(key)) {
    throw invalidTag('The TagKey you have provided is invalid', key);
  }
  if (value.length > 256 || !ALLOWED.test(value)) {
    throw invalidTag('The TagValue you have provided is invalid', key);
  }
  if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester', key);
}

function invalidTag(message: string, key: string): AwsError {
  return new AwsError('InvalidTag', message, { status: 400, fields: { TagKey: key } });
}
