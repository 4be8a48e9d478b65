import { AwsError } from '../../aws-error.ts';
import { noSuchKey, notImplemented, preconditionFailed } from '../errors.ts';
import type { StoredObject } from './version.ts';

export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

/**
 * The first condition of a read that does not hold, if any. An ETag condition that holds overrules the
 * date that goes with it (RFC 9110, 13.2.2).
 */
export function failedCondition(
  conditions: ReadConditions,
  object: StoredObject,
): 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'If-Modified-Since' | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  const modified = lastModified(object).getTime();
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, object.etag)) return 'If-Match';
  } else if (ifUnmodifiedSince !== undefined && modified > ifUnmodifiedSince.getTime()) {
    return 'If-Unmodified-Since';
  }
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, object.etag) ? 'If-None-Match' : undefined;
  return ifModifiedSince !== undefined && modified <= ifModifiedSince.getTime()
    ? 'If-Modified-Since'
    : undefined;
}

/** For GET and HEAD: `PreconditionFailed`, or 304 when the client has the object already. */
export function checkRead(conditions: ReadConditions, object: StoredObject): void {
  const failed = failedCondition(conditions, object);
  if (failed === undefined) return;
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  throw new AwsError('NotModified', 'Not Modified', {
    status: 304,
    headers: { etag: `"${object.etag}"`, 'last-modified': lastModified(object).toUTCString() },
  });
}

export interface WriteConditions {
  readonly Key: string;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** A write's conditions, as a check on the newest object under its key. */
export function writeCondition({ Key, IfMatch, IfNoneMatch }: WriteConditions) {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw notImplemented('If-None-Match other than *');
  return (current: StoredObject | undefined): void => {
    if (IfNoneMatch !== undefined && current !== undefined) throw preconditionFailed('If-None-Match');
    if (IfMatch === undefined) return;
    if (current === undefined) throw noSuchKey(Key);
    if (!namesEtag(IfMatch, current.etag)) throw preconditionFailed('If-Match');
  };
}

/** S3 tells times of modification in whole seconds. */
export function lastModified({ modified }: { readonly modified: number }): Date {
  return new Date(Math.floor(modified / 1000) * 1000);
}

function namesEtag(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  return tags.includes('*') || tags.includes(etag);
}
