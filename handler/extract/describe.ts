import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { StoredObject } from '../current-object.ts';
import { getRange } from '../get-range.ts';
import type { Description } from './description.ts';
import type { Extractor } from './extractor.ts';

/**
 * Describes an object from a few ranges of its bytes, of which the first may be on its way already, within the given
 * time. A file that cannot be understood, or that S3 will not hand out, is an answer (`failed`, with the reason) and
 * not an error. Throws `ObjectChangedError` when the object was replaced or deleted meanwhile, and what S3 says when
 * it is unwell.
 */
export async function describe(
  s3: S3Client,
  object: StoredObject,
  extractor: Extractor,
  milliseconds: number,
  beginning?: Promise<Buffer>,
): Promise<Description> {
  const { key: name, size } = object;
  const fetch = (start: number, end: number) => getRange(s3, object, start, end);
  try {
    const file = { name, size, fetch, beginning };
    const { usage: _, ...description } = await extractor.describe(file, milliseconds);
    return description;
  } catch (error) {
    const reason = refusalOf(error, object);
    if (reason === undefined) throw error;
    return { status: 'failed', reason };
  }
}

/** Why S3 will not hand out the bytes, however often it is asked; undefined when asking again may help. */
function refusalOf(error: unknown, { storageClass }: StoredObject): string | undefined {
  if (!(error instanceof S3ServiceException)) return undefined;
  if (error.name === 'InvalidObjectState') return `it lies in ${storageClass} and was not restored`;
  return error.$metadata.httpStatusCode === 403 ? `S3 refuses to hand it out: ${error.name}` : undefined;
}
