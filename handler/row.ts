import type { Change } from './change.ts';
import type { StoredObject } from './current-object.ts';
import { type Description, EXTRACTOR } from './extract/description.ts';
import { type FileRecord, type Tombstone, timeShardOf } from './record.ts';

/** The row for an object that exists, in a time index of so many shards. */
export function recordOf(
  change: Change,
  object: StoredObject,
  description: Description,
  timeShards: number,
): FileRecord {
  return {
    filename: object.key,
    size: object.size,
    uploadTime: uploadTimeOf(change, object),
    bucket: object.bucket,
    contentType: object.contentType,
    etag: object.etag,
    ...(object.versionId !== undefined && { versionId: object.versionId }),
    sequencer: change.sequencer,
    storageClass: object.storageClass,
    ...description,
    extractor: EXTRACTOR,
    ...(object.checksum !== undefined && { checksum: object.checksum }),
    timeShard: timeShardOf(object.key, timeShards),
  };
}

/** The row for an object that is gone, kept for `days` from `now`. */
export function tombstoneOf(change: Change, now: Date, days: number): Tombstone {
  return {
    filename: change.key,
    bucket: change.bucket,
    sequencer: change.sequencer,
    status: 'removed',
    removedTime: change.kind === 'removed' ? change.time : now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + days * 86_400,
  };
}

/**
 * The event's time is exact to the millisecond, but belongs to this object only when the event announced
 * this very version. `LastModified` has whole seconds, and for a multipart upload it is when that began.
 */
function uploadTimeOf(change: Change, object: StoredObject): string {
  return announces(change, object) ? change.time : object.lastModified.toISOString();
}

/** Removals are left out because a delete marker has the ETag of an empty object. */
function announces(change: Change, object: StoredObject): boolean {
  if (change.kind === 'removed') return false;
  return change.versionId !== undefined && object.versionId !== undefined
    ? change.versionId === object.versionId
    : change.etag === object.etag;
}
