import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Change } from './change.ts';
import { announcedVersion, currentObject, type StoredObject, storedObject } from './current-object.ts';
import { beginningOf } from './extract/ranged-source.ts';
import { bytesOf, getRange } from './get-range.ts';

export interface Look {
  /** Undefined when there is none. */
  readonly object: StoredObject | undefined;
  /** The object's first bytes, `beginningOf(size)` of them, or why S3 will not hand them out; absent when not asked for. */
  readonly beginning?: Promise<Buffer> | undefined;
}

/**
 * Looks at what a change is about, as `currentObject` does, and begins to read it in the same breath. What an event
 * says of the object only decides how: one that was small is asked for as a whole, if it is still the same, which tells
 * all that a look would; of a larger one the beginning is asked for beside the look, and counts if that finds the same.
 */
export async function firstLook(s3: S3Client, change: Change): Promise<Look> {
  const { size = 0, etag = '' } = change;
  if (change.kind === 'removed' || size === 0 || etag === '')
    return { object: await currentObject(s3, change) };
  return size === beginningOf(size)
    ? await wholeObject(s3, change, etag)
    : await besideTheLook(s3, change, size, etag);
}

async function wholeObject(s3: S3Client, change: Change, etag: string): Promise<Look> {
  const { bucket, key } = change;
  const whole = { Bucket: bucket, Key: key, IfMatch: `"${etag}"` };
  try {
    const { Body, ...answer } = await s3.send(new GetObjectCommand(whole));
    return { object: storedObject(bucket, key, answer), beginning: forWhoeverAsks(bytesOf(Body)) };
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404) return { object: await announcedVersion(s3, change) };
    if (status === 412) return { object: await currentObject(s3, change) };
    if (status !== 403) throw error;
    // S3 may still say what it is.
    return ifAnnounced(change, await currentObject(s3, change), forWhoeverAsks(Promise.reject(error)));
  }
}

async function besideTheLook(s3: S3Client, change: Change, size: number, etag: string): Promise<Look> {
  const { bucket, key, versionId } = change;
  const beginning = forWhoeverAsks(getRange(s3, { bucket, key, etag, versionId }, 0, beginningOf(size)));
  return ifAnnounced(change, await currentObject(s3, change), beginning);
}

function ifAnnounced(change: Change, object: StoredObject | undefined, beginning: Promise<Buffer>): Look {
  const { etag, versionId, size } = change;
  const announced = object?.etag === etag && object?.versionId === versionId && object?.size === size;
  return announced ? { object, beginning } : { object };
}

/** Nobody may: then its failure is nobody's business. */
function forWhoeverAsks(bytes: Promise<Buffer>): Promise<Buffer> {
  bytes.catch(() => undefined);
  return bytes;
}
