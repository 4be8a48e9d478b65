import type { S3Client } from '@aws-sdk/client-s3';
import type { Change } from './change.ts';
import type { StoredObject } from './current-object.ts';
import { beginningOf } from './extract/ranged-source.ts';
import { getRange } from './get-range.ts';

/** Gives the beginning of an object when it is the one that was announced; undefined for any other. */
export type Beginning = (object: StoredObject) => Promise<Buffer> | undefined;

/**
 * Asks for the first bytes of the object that a creation announces without looking first whether it is still there,
 * which it nearly always is: the answer then comes with that to the look, and not after it. The reading of the object
 * would begin with the same request, so that it costs none more unless the event is late.
 */
export function announcedBeginning(s3: S3Client, change: Change): Beginning {
  const { kind, bucket, key, etag, versionId, size = 0 } = change;
  if (kind === 'removed' || etag === undefined || size === 0) return () => undefined;
  const bytes = getRange(s3, { bucket, key, etag, versionId }, 0, beginningOf(size));
  // Told to whoever wants the bytes; nobody may.
  bytes.catch(() => undefined);
  return (object) =>
    object.etag === etag && object.versionId === versionId && object.size === size ? bytes : undefined;
}
