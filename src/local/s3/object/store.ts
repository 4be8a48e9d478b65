import { AwsError } from '../../aws-error.ts';
import type { Core } from '../../internal.ts';
import type { RequestContext } from '../../service.ts';
import type { Write } from '../../storage.ts';
import type { Blob, BlobStore } from '../blobs.ts';
import type { Bucket, BucketAddress, Buckets } from '../buckets.ts';
import type { Happening } from '../event/happening.ts';
import type { Outbox } from '../event/outbox.ts';
import type { Exclusive } from '../exclusive.ts';
import type { Sequence } from '../sequence.ts';
import { requireObject } from './require-object.ts';
import type { DeleteMarker, StoredObject, Version } from './version.ts';
import { newVersionId } from './version-id.ts';
import type { VersionTable } from './version-table.ts';

export interface StoreParts {
  readonly core: Core;
  readonly buckets: Buckets;
  readonly versions: VersionTable;
  readonly blobs: BlobStore;
  readonly outbox: Outbox;
  readonly sequence: Sequence;
  /** By bucket: changes of one bucket follow each other, so that conditions hold when they are acted on. */
  readonly exclusive: Exclusive;
}

interface ObjectAddress extends BucketAddress {
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

type By = Pick<RequestContext, 'caller' | 'requestId'>;

/** What is put: a version but for what the store itself decides. */
type Draft = Omit<StoredObject, 'kind' | 'key' | 'versionId' | 'sequence' | 'modified'>;

interface PutOptions {
  /** `ObjectCreated:Put`, … */
  readonly event: string;
  readonly by: By;
  /** Throws when the key's newest object, if there is one, is not as the request wants it. */
  readonly condition: (current: StoredObject | undefined) => void;
}

/** What one put changes. */
export interface Composition {
  readonly draft: Draft;
  /** Changes to be made together with the object. */
  readonly changes?: readonly Write[];
  /** Blobs that those changes leave without an owner. */
  readonly dropped?: readonly Blob[];
}

export interface RemovalTarget {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly condition?: ((current: StoredObject | undefined) => void) | undefined;
}

/** What became of a removal: the version that is gone, or the marker that now hides the object. */
export interface Removal {
  readonly versionId?: string | undefined;
  readonly deleteMarker?: boolean | undefined;
}

/** Objects with their versions, bytes and events: every change is made in full or not at all. */
export interface ObjectStore {
  /**
   * Calls `use` with the object at an address; its blobs stay as long as `use` runs, or as a stream that it
   * opens. Fails as a GET does when there is no such object.
   */
  withObject<T>(address: ObjectAddress, use: (object: StoredObject, bucket: Bucket) => T): Promise<T>;
  /**
   * Puts what `compose` gives, which is called when nothing else changes the bucket any more. When this
   * fails, dropping the draft's blobs is up to the caller.
   */
  put(
    address: ObjectAddress,
    compose: () => Composition | Promise<Composition>,
    options: PutOptions,
  ): Promise<StoredObject>;
  /** In one go; what cannot be removed is told in its place. */
  remove(address: BucketAddress, targets: readonly RemovalTarget[], by: By): Promise<(Removal | AwsError)[]>;
  setTags(address: ObjectAddress, tags: Readonly<Record<string, string>>, by: By): Promise<StoredObject>;
}

export function createObjectStore(parts: StoreParts): ObjectStore {
  const { core, buckets, versions, exclusive, sequence } = parts;
  return {
    withObject: (address, use) =>
      exclusive(address.Bucket, async () => {
        const bucket = buckets.require(address);
        return use(await requireObject(versions, bucket.name, address), bucket);
      }),
    put: (address, compose, options) =>
      exclusive(address.Bucket, async () => {
        const bucket = buckets.require(address);
        const current = await versions.current(bucket.name, address.Key);
        options.condition(current?.kind === 'object' ? current : undefined);
        const { draft, changes = [], dropped = [] } = await compose();
        const version: StoredObject = { kind: 'object', ...draft, ...newVersion(bucket, address.Key) };
        const replaced = await replacedBy(bucket, address.Key, current);
        await commit(bucket, {
          changes: [...replacing(bucket, version, replaced), ...parts.blobs.owning(draft.blobs), ...changes],
          dropped: [...blobsOf(replaced), ...dropped],
          happenings: [happening(options.event, version, version.sequence, options.by)],
        });
        return version;
      }),
    remove: (address, targets, by) =>
      exclusive(address.Bucket, async () => {
        const bucket = buckets.require(address);
        const plans: (Plan | AwsError)[] = [];
        const found = await versions.findMany(bucket.name, targets);
        for (const [i, target] of targets.entries()) {
          plans.push(await orRefusal(planRemoval(bucket, target, found[i], by)));
        }
        const accepted = plans.flatMap((plan) => (plan instanceof AwsError ? [] : [plan]));
        await commit(bucket, {
          changes: accepted.flatMap(({ changes }) => changes),
          dropped: accepted.flatMap(({ dropped }) => dropped),
          happenings: accepted.flatMap(({ happenings }) => happenings),
        });
        return plans.map((plan) => (plan instanceof AwsError ? plan : plan.removal));
      }),
    setTags: (address, tags, by) =>
      exclusive(address.Bucket, async () => {
        const bucket = buckets.require(address);
        const object = { ...(await requireObject(versions, bucket.name, address)), tags };
        const event = Object.keys(tags).length > 0 ? 'ObjectTagging:Put' : 'ObjectTagging:Delete';
        await commit(bucket, {
          changes: [versions.putting(bucket.name, object)],
          dropped: [],
          happenings: [happening(event, object, sequence(), by)],
        });
        return object;
      }),
  };

  async function planRemoval(
    bucket: Bucket,
    target: RemovalTarget,
    version: Version | AwsError | undefined,
    by: By,
  ): Promise<Plan> {
    const { key, versionId } = target;
    if (version instanceof AwsError) throw version;
    target.condition?.(version?.kind === 'object' ? version : undefined);
    if (versionId === undefined && bucket.versioning !== undefined) {
      return await planMarker(bucket, key, version, by);
    }
    return version === undefined ? { ...NOTHING, removal: { versionId } } : planErasure(bucket, version, by);
  }

  async function planMarker(
    bucket: Bucket,
    key: string,
    current: Version | undefined,
    by: By,
  ): Promise<Plan> {
    const marker: DeleteMarker = { kind: 'marker', ...newVersion(bucket, key) };
    const replaced = await replacedBy(bucket, key, current);
    return {
      changes: replacing(bucket, marker, replaced),
      dropped: blobsOf(replaced),
      happenings: [happening('ObjectRemoved:DeleteMarkerCreated', marker, marker.sequence, by)],
      removal: { deleteMarker: true, versionId: marker.versionId ?? 'null' },
    };
  }

  function planErasure(bucket: Bucket, version: Version, by: By): Plan {
    return {
      changes: [versions.deleting(bucket.name, version)],
      dropped: blobsOf(version),
      happenings: [happening('ObjectRemoved:Delete', version, sequence(), by)],
      removal: {
        ...(bucket.versioning !== undefined && { versionId: version.versionId ?? 'null' }),
        ...(version.kind === 'marker' && { deleteMarker: true }),
      },
    };
  }

  async function commit(bucket: Bucket, { changes, dropped, happenings }: Commit): Promise<void> {
    const entries = happenings.flatMap((it) => parts.outbox.entriesFor(bucket, it));
    await core.storage.write([...changes, ...parts.blobs.loosing(dropped), ...parts.outbox.adding(entries)]);
    parts.blobs.drop(dropped);
    parts.outbox.dispatch(entries);
  }

  function newVersion({ versioning }: Bucket, key: string) {
    const number = sequence();
    const base = { key, sequence: number, modified: core.clock.now() };
    return versioning === 'Enabled' ? { ...base, versionId: newVersionId(number) } : base;
  }

  /** Where no versions are kept, or no longer, a new version takes the place of the one called `null`. */
  async function replacedBy(
    bucket: Bucket,
    key: string,
    current: Version | undefined,
  ): Promise<Version | undefined> {
    if (bucket.versioning === 'Enabled') return undefined;
    if (bucket.versioning === undefined || current?.versionId === undefined) return current;
    return await versions.find(bucket.name, key, 'null');
  }

  function replacing({ name }: Bucket, version: Version, replaced: Version | undefined): Write[] {
    const put = versions.putting(name, version);
    return replaced === undefined ? [put] : [versions.deleting(name, replaced), put];
  }

  function happening(event: string, version: Version, number: number, by: By): Happening {
    const { caller, requestId } = by;
    return { event, version, sequence: number, time: core.clock.now(), by: { caller, requestId } };
  }
}

interface Commit {
  readonly changes: readonly Write[];
  readonly dropped: readonly Blob[];
  readonly happenings: readonly Happening[];
}

interface Plan extends Commit {
  readonly removal: Removal;
}

const NOTHING: Commit = { changes: [], dropped: [], happenings: [] };

async function orRefusal<T>(work: Promise<T>): Promise<T | AwsError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function blobsOf(version: Version | undefined): readonly Blob[] {
  return version?.kind === 'object' ? version.blobs : [];
}
