import { AwsError } from '../../aws-error.ts';
import type { Storage, Write } from '../../storage.ts';
import { orderedKey, type Position, rangeFrom, rangeOf } from '../ordered-key.ts';
import type { Version } from './version.ts';
import { sequenceOf } from './version-id.ts';

/** All versions of all objects, ordered by bucket, then key, then newest first. */
export interface VersionTable {
  /** The newest version, which may be a delete marker. Not to be asked while changes of the key are being written. */
  current(bucket: string, key: string): Promise<Version | undefined>;
  /** By id, or `null`; an id that no version ever had is an `InvalidArgument`. */
  find(bucket: string, key: string, versionId: string): Promise<Version | undefined>;
  /**
   * What `current` or, with an id, `find` gives for each address, in their order; what cannot be looked for is
   * told in its place.
   */
  findMany(bucket: string, addresses: readonly VersionAddress[]): Promise<(Version | AwsError | undefined)[]>;
  /** From `from` on, in order, up to the bucket's end. */
  from(bucket: string, from: Position): AsyncIterable<Version>;
  isEmpty(bucket: string): Promise<boolean>;
  putting(bucket: string, version: Version): Write;
  deleting(bucket: string, version: Version): Write;
}

interface VersionAddress {
  readonly key: string;
  readonly versionId?: string | undefined;
}

const MAX_RECENT = 100;

export function openVersionTable(storage: Storage): VersionTable {
  const table = storage.table<Version>('s3/versions');
  /** Newest versions that were asked for lately: what is read is looked at first. */
  const recent = new Map<string, Version>();
  return {
    current,
    async find(bucket, key, versionId) {
      const [found] = await findMany(bucket, [{ key, versionId }]);
      if (found instanceof AwsError) throw found;
      return found;
    },
    findMany,
    async *from(bucket, position) {
      for await (const [, version] of table.range(rangeFrom(bucket, position))) yield version;
    },
    async isEmpty(bucket) {
      const all = rangeFrom(bucket, { at: 'name', name: '' });
      return (await first(table.range({ ...all, limit: 1 }))) === undefined;
    },
    putting(bucket, version) {
      recent.delete(orderedKey(bucket, version.key, ''));
      return table.putting(keyOf(bucket, version), version);
    },
    deleting(bucket, version) {
      recent.delete(orderedKey(bucket, version.key, ''));
      return table.deleting(keyOf(bucket, version));
    },
  };

  async function current(bucket: string, key: string): Promise<Version | undefined> {
    const name = orderedKey(bucket, key, '');
    const known = recent.get(name);
    if (known !== undefined) return known;
    const found = await first(table.range({ ...rangeOf(bucket, key), limit: 1 }));
    if (recent.size >= MAX_RECENT) recent.clear();
    if (found !== undefined) recent.set(name, found);
    return found;
  }

  async function findMany(
    bucket: string,
    addresses: readonly VersionAddress[],
  ): Promise<(Version | AwsError | undefined)[]> {
    const places = addresses.map((address) => placeOf(bucket, address));
    const known = await table.getMany(places.filter((place) => typeof place === 'string'));
    const found: (Version | AwsError | undefined)[] = [];
    for (const [i, address] of addresses.entries()) {
      const place = places[i];
      if (typeof place === 'string') found.push(withId(known.shift(), address.versionId));
      else found.push(place ?? (await searched(bucket, address)));
    }
    return found;
  }

  /** What no id leads to. */
  async function searched(bucket: string, { key, versionId }: VersionAddress): Promise<Version | undefined> {
    if (versionId === undefined) return await current(bucket, key);
    for await (const [, version] of table.range(rangeOf(bucket, key)))
      if (version.versionId === undefined) return version;
    return undefined;
  }
}

/** The table key of a version with an id; undefined for what has to be searched for. */
function placeOf(bucket: string, { key, versionId }: VersionAddress): string | AwsError | undefined {
  if (versionId === undefined || versionId === 'null') return undefined;
  try {
    return orderedKey(bucket, key, newestFirst(sequenceOf(versionId)));
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function withId(version: Version | undefined, versionId: string | undefined): Version | undefined {
  return version?.versionId === versionId ? version : undefined;
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
