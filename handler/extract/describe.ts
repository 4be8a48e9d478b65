import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { StoredObject } from '../current-object.ts';
import type { Description } from './description.ts';
import type { Extractor } from './extractor.ts';

/** The object is no longer what it was when it was looked at: look again. */
export class ObjectChangedError extends Error {
  override readonly name = 'ObjectChangedError';
}

/**
 * Describes an object from a few ranges of its bytes, within the given time. A file that cannot be understood, or
 * that S3 will not hand out, is an answer (`failed`, with the reason) and not an error. Throws
 * `ObjectChangedError` when the object was replaced or deleted meanwhile, and what S3 says when it is unwell.
 */
export async function describe(
  s3: S3Client,
  object: StoredObject,
  extractor: Extractor,
  milliseconds: number,
): Promise<Description> {
  const { key: name, size } = object;
  const fetch = (start: number, end: number) => getRange(s3, object, start, end);
  try {
    const { usage: _, ...description } = await extractor.describe({ name, size, fetch }, milliseconds);
    return description;
  } catch (error) {
    const reason = refusalOf(error, object);
    if (reason === undefined) throw error;
    return { status: 'failed', reason };
  }
}

async function getRange(s3: S3Client, object: StoredObject, start: number, end: number): Promise<Buffer> {
  const { bucket, key, etag, versionId } = object;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    Range: `bytes=${start}-${end - 1}`,
    IfMatch: `"${etag}"`,
  });
  const { Body } = await s3.send(command).catch((error: unknown) => {
    throw isChange(error) ? new ObjectChangedError(`${key} changed while it was read`) : error;
  });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** 412: another ETag. 404: deleted. 416: shorter than it was. */
function isChange(error: unknown): boolean {
  return error instanceof S3ServiceException && [404, 412, 416].includes(error.$metadata.httpStatusCode ?? 0);
}

/** Why S3 will not hand out the bytes, however often it is asked; undefined when asking again may help. */
function refusalOf(error: unknown, { storageClass }: StoredObject): string | undefined {
  if (!(error instanceof S3ServiceException)) return undefined;
  if (error.name === 'InvalidObjectState') return `it lies in ${storageClass} and was not restored`;
  return error.$metadata.httpStatusCode === 403 ? `S3 refuses to hand it out: ${error.name}` : undefined;
}
