import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { ENCODED, nameIn } from '../provision/bucket-contents.ts';
import type { ObjectFacts } from './difference.ts';
import { unquoted } from './look.ts';

/** An object as a listing shows it. */
export interface ListedObject extends ObjectFacts {
  readonly key: string;
}

/** What of a bucket is listed. */
export interface Listed {
  readonly bucket: string;
  readonly prefix: string;
  /** Only names behind this one. */
  readonly after: string | undefined;
}

/** The bucket's current objects in the order of their names' UTF-8 bytes, a page of up to 1,000 at a time. */
export async function* listObjects(
  s3: S3Client,
  { bucket, prefix, after }: Listed,
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  const input = { Bucket: bucket, Prefix: prefix, StartAfter: after, ...ENCODED };
  for await (const page of paginateListObjectsV2({ client: s3 }, input, { abortSignal: signal })) {
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      yield {
        key: nameIn(page, Key) ?? '',
        size: Size ?? 0,
        etag: unquoted(ETag),
        lastModified: LastModified ?? new Date(0),
      };
    }
  }
}
