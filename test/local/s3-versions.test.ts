import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';

describe('S3 versions', () => {
  const bench = useS3();
  const put = async (Bucket: string, Key: string, Body: string) =>
    (await bench.s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
  const remove = (Bucket: string, Key: string, VersionId?: string) =>
    bench.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const read = async (Bucket: string, Key: string, VersionId?: string) => {
    const { Body } = await bench.s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return await Body?.transformToString();
  };
  const list = async (Bucket: string) => {
    const { Versions = [], DeleteMarkers = [] } = await bench.s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    return { Versions, DeleteMarkers };
  };
  const setVersioning = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
    bench.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

  it('are all kept, newest first', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    const first = await put(Bucket, 'a', 'one');
    const second = await put(Bucket, 'a', 'two');
    expect(await read(Bucket, 'a')).toBe('two');
    expect(await read(Bucket, 'a', first)).toBe('one');
    const { Versions } = await list(Bucket);
    expect(Versions).toMatchObject([
      { VersionId: second, IsLatest: true, Size: 3 },
      { VersionId: first, IsLatest: false },
    ]);
  });

  it('are hidden by a delete marker, and come back when it is removed', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    await put(Bucket, 'a', 'one');
    const marker = await remove(Bucket, 'a');
    expect(marker.DeleteMarker).toBe(true);
    await expect(read(Bucket, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const { Contents } = await bench.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).toBeUndefined();
    const { DeleteMarkers } = await list(Bucket);
    expect(DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
    const removed = await remove(Bucket, 'a', marker.VersionId);
    expect(removed).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(await read(Bucket, 'a')).toBe('one');
  });

  it('are told from markers: those cannot be read', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    const { VersionId } = await remove(Bucket, 'never-there');
    const head = new HeadObjectCommand({ Bucket, Key: 'never-there', VersionId });
    await expect(bench.s3.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 405 } });
    await expect(read(Bucket, 'never-there', VersionId)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
  });

  it('are refused by ids that never were', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    const id = await put(Bucket, 'a', 'one');
    await remove(Bucket, 'a', id);
    await expect(read(Bucket, 'a', id)).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await expect(read(Bucket, 'a', 'nonsense')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(read(Bucket, 'a', 'null')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('of an object from before are called null, and only that one is replaced while suspended', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a', 'before');
    await setVersioning(Bucket, 'Enabled');
    const kept = await put(Bucket, 'a', 'kept');
    expect(await read(Bucket, 'a', 'null')).toBe('before');
    await setVersioning(Bucket, 'Suspended');
    expect(await put(Bucket, 'a', 'suspended')).toBe('null');
    expect(await read(Bucket, 'a', 'null')).toBe('suspended');
    expect(await read(Bucket, 'a', kept)).toBe('kept');
    await remove(Bucket, 'a');
    const { Versions, DeleteMarkers } = await list(Bucket);
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([kept]);
    expect(DeleteMarkers).toMatchObject([{ VersionId: 'null', IsLatest: true }]);
  });

  /** A page's keys in order, the newest version of each with a mark. */
  const marked = ({ Versions = [], DeleteMarkers = [] }: Partial<ListObjectVersionsCommandOutput>) =>
    [...Versions, ...DeleteMarkers].map(({ Key, IsLatest }) => `${Key}${IsLatest ? '!' : ''}`);

  it('are listed in pages that continue in the middle of a key', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    for (const [i, key] of ['a', 'a', 'a', 'b', 'b'].entries()) await put(Bucket, key, String(i));
    await remove(Bucket, 'b');
    const seen: string[] = [];
    let page: Partial<ListObjectVersionsCommandOutput> = {};
    do {
      page = await bench.s3.send(
        new ListObjectVersionsCommand({
          Bucket,
          MaxKeys: 2,
          KeyMarker: page.NextKeyMarker,
          VersionIdMarker: page.NextVersionIdMarker,
        }),
      );
      expect(marked(page).length).toBeLessThanOrEqual(2);
      seen.push(...marked(page));
    } while (page.IsTruncated);
    expect(seen.toSorted()).toEqual(['a', 'a', 'a!', 'b', 'b', 'b!']);
  });

  it('and markers must all be gone before their bucket can go', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    await put(Bucket, 'a', 'one');
    await remove(Bucket, 'a');
    await expect(bench.s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    const { Versions, DeleteMarkers } = await list(Bucket);
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    const answer = await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Errors).toBeUndefined();
    expect(answer.Deleted).toHaveLength(2);
    await bench.s3.send(new DeleteBucketCommand({ Bucket }));
  });

  it('tell in one answer which markers were made and which were removed', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    const VersionId = await put(Bucket, 'a', 'one');
    const Objects = [{ Key: 'a' }, { Key: 'a', VersionId }];
    const { Deleted } = await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toMatchObject([
      { Key: 'a', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
      { Key: 'a', VersionId },
    ]);
  });

  it('are not lost or mixed up by a restart', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    await put(Bucket, 'a', 'one');
    await bench.restart();
    const second = await put(Bucket, 'a', 'two');
    expect((await list(Bucket)).Versions[0]?.VersionId).toBe(second);
    expect(await read(Bucket, 'a')).toBe('two');
  });
});
