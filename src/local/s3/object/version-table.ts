import type { Storage, Write } from '../../storage.ts';
import { orderedKey, type Position, rangeFrom, rangeOf } from '../ordered-key.ts';
import type { Version } from './version.ts';
import { sequenceOf } from './version-id.ts';

/** All versions of all objects, ordered by bucket, then key, then newest first. */
export interface VersionTable {
  /** The newest version, which may be a delete marker. */
  current(bucket: string, key: string): Promise<Version | undefined>;
  /** By id, or `null`; an id that no version ever had is an `InvalidArgument`. */
  find(bucket: string, key: string, versionId: string): Promise<Version | undefined>;
  /** From `from` on, in order, up to the bucket's end. */
  from(bucket: string, from: Position): AsyncIterable<Version>;
  isEmpty(bucket: string): Promise<boolean>;
  putting(bucket: string, version: Version): Write;
  deleting(bucket: string, version: Version): Write;
}

export function openVersionTable(storage: Storage): VersionTable {
  const table = storage.table<Version>('s3/versions');
  return {
    current: (bucket, key) => first(table.range({ ...rangeOf(bucket, key), limit: 1 })),
    async find(bucket, key, versionId) {
      if (versionId === 'null') {
        for await (const [, version] of table.range(rangeOf(bucket, key)))
          if (version.versionId === undefined) return version;
        return undefined;
      }
      const sequence = sequenceOf(versionId);
      const version = await table.get(orderedKey(bucket, key, newestFirst(sequence)));
      return version?.versionId === versionId ? version : undefined;
    },
    async *from(bucket, position) {
      for await (const [, version] of table.range(rangeFrom(bucket, position))) yield version;
    },
    async isEmpty(bucket) {
      const all = rangeFrom(bucket, { at: 'name', name: '' });
      return (await first(table.range({ ...all, limit: 1 }))) === undefined;
    },
    putting: (bucket, version) => table.putting(keyOf(bucket, version), version),
    deleting: (bucket, version) => table.deleting(keyOf(bucket, version)),
  };
}

function keyOf(bucket: string, { key, sequence }: Version): string {
  return orderedKey(bucket, key, newestFirst(sequence));
}

/** What orders the versions of a key. */
export function newestFirst(sequence: number): string {
  return (Number.MAX_SAFE_INTEGER - sequence).toString(16).padStart(14, '0');
}

async function first(range: AsyncIterable<[string, Version]>): Promise<Version | undefined> {
  for await (const [, version] of range) return version;
  return undefined;
}
