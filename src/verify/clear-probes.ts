import { DeleteObjectsCommand, ListObjectVersionsCommand, type ObjectVersion } from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import { PROBE_PREFIX } from '../provision/names.ts';
import type { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import { PROBE_KEY } from './probe-file.ts';

type Aws = Pick<Clients, 's3'>;
type OwnedBucket = ReturnType<typeof ownedBucket>;

/** Longer than any probe takes. */
const LEFTOVER_SECONDS = 3600;

/** Deletes a probe for good: every version and every delete marker, under whatever name it was stored. */
export async function clearProbe(aws: Aws, bucket: OwnedBucket, id: string): Promise<void> {
  await deleteVersions(aws, bucket, await probeVersions(aws, bucket, `${PROBE_PREFIX}${id}/`));
}

/** Deletes what probes that were killed have left behind, and returns how many keys that were. */
export async function sweepProbes(aws: Aws, bucket: OwnedBucket, now: Date): Promise<number> {
  const latest = now.getTime() - LEFTOVER_SECONDS * 1000;
  const found = await probeVersions(aws, bucket, PROBE_PREFIX);
  const old = found.filter(
    ({ LastModified }) => LastModified !== undefined && LastModified.getTime() < latest,
  );
  await deleteVersions(aws, bucket, old);
  return new Set(old.map(({ Key }) => Key)).size;
}

/** The keys under which a probe is stored. */
export async function probeKeys(aws: Aws, bucket: OwnedBucket, id: string): Promise<readonly string[]> {
  const found = await probeVersions(aws, bucket, `${PROBE_PREFIX}${id}/`);
  return found.map(({ Key = '' }) => Key);
}

/** A page is enough for the few there are; should there be more, the next time deletes the rest. */
async function probeVersions({ s3 }: Aws, bucket: OwnedBucket, Prefix: string): Promise<ObjectVersion[]> {
  const page = await s3.send(new ListObjectVersionsCommand({ ...bucket, Prefix }));
  const all: ObjectVersion[] = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
  return all.filter(({ Key = '' }) => PROBE_KEY.test(Key));
}

async function deleteVersions(
  { s3 }: Aws,
  bucket: OwnedBucket,
  versions: readonly ObjectVersion[],
): Promise<void> {
  if (versions.length === 0) return;
  const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ ...bucket, Delete: { Objects, Quiet: true } }),
  );
  const [refused] = Errors;
  if (refused === undefined) return;
  // Under the name that S3 would have given it for a single object.
  throw Object.assign(new Error(refused.Message), { name: refused.Code });
}
