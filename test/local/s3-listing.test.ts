import {
  DeleteObjectCommand,
  ListObjectsCommand,
  type ListObjectsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';
import { presign } from './s3-presign.ts';

const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'b0', 'd', 'd/', 'd/4', 'é', 'z', '\u{FF5E}', '\u{1F600}'];

describe('S3 listings', () => {
  const bench = useS3();
  let Bucket = '';

  beforeAll(async () => {
    Bucket = await bench.bucket({ versioned: true });
    for (const Key of KEYS.toReversed()) {
      for (const Body of ['old', 'new']) await bench.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'deleted', Body: 'x' }));
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
  });

  const all = async (input: Partial<ListObjectsV2CommandInput>, pageSize?: number) => {
    const names: string[] = [];
    const config = pageSize === undefined ? { client: bench.s3 } : { client: bench.s3, pageSize };
    for await (const page of paginateListObjectsV2(config, { Bucket, ...input })) {
      const { Contents = [], CommonPrefixes = [] } = page;
      expect(page.KeyCount).toBe(Contents.length + CommonPrefixes.length);
      names.push(
        ...[...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)].map(String),
      );
    }
    return names;
  };

  it('are in the order of the keys’ UTF-8 bytes', async () => {
    const byBytes = KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await all({})).toEqual(byBytes);
  });

  it.each([1, 2, 3, 5, 1000])('are the same in pages of %i', async (size) => {
    expect(await all({}, size)).toEqual(await all({}));
    expect((await all({ Delimiter: '/' }, size)).toSorted()).toEqual(
      (await all({ Delimiter: '/' })).toSorted(),
    );
  });

  it.each<[Partial<ListObjectsV2CommandInput>, string[]]>([
    [{ Prefix: 'b' }, ['b/1', 'b/2', 'b/c/3', 'b0']],
    [{ Prefix: 'b/', Delimiter: '/' }, ['b/1', 'b/2', 'b/c/']],
    [{ Prefix: 'd', Delimiter: '/' }, ['d', 'd/']],
    [{ Prefix: 'd/', Delimiter: '/' }, ['d/', 'd/4']],
    [{ Prefix: 'b', Delimiter: '/c/' }, ['b/1', 'b/2', 'b0', 'b/c/']],
    [{ Prefix: 'nothing' }, []],
    [{ Prefix: 'b', StartAfter: 'b/2' }, ['b/c/3', 'b0']],
    [{ Prefix: 'b', StartAfter: 'a' }, ['b/1', 'b/2', 'b/c/3', 'b0']],
    [{ Prefix: 'b', StartAfter: 'zzz' }, []],
    [{ Delimiter: '/', StartAfter: 'b/1', Prefix: 'b' }, ['b0', 'b/']],
    [{ Delimiter: '/', StartAfter: 'b/', Prefix: 'b' }, ['b0']],
  ])('for %j are %j', async (input, expected) => {
    expect(await all(input)).toEqual(expected);
  });

  it('of the older kind continue at a marker', async () => {
    const seen: (string | undefined)[] = [];
    let page: Partial<ListObjectsCommandOutput> = {};
    do {
      const Marker = page.NextMarker;
      page = await bench.s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2, Marker }));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
    } while (page.IsTruncated);
    expect(seen.toSorted()).toEqual((await all({ Delimiter: '/' })).toSorted());
  });

  it('are URL-encoded on request', async () => {
    const { Contents } = await bench.s3.send(
      new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'é' }),
    );
    expect(Contents?.map(({ Key }) => Key)).toEqual(['%C3%A9']);
  });

  it('may ask for nothing', async () => {
    const answer = await bench.s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect(answer).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it.each([
    [{ 'list-type': '2', 'max-keys': '-1' }, 'InvalidArgument'],
    [{ 'list-type': '2', 'max-keys': 'many' }, 'InvalidArgument'],
    [{ 'list-type': '2', 'continuation-token': 'nonsense' }, 'InvalidArgument'],
    [{ 'list-type': '2', 'encoding-type': 'rot13' }, 'InvalidArgument'],
    [{ versions: '', 'version-id-marker': 'null' }, 'InvalidArgument'],
  ])('are refused for %j', async (query, code) => {
    const answer = await fetch(await presign(bench, 'GET', `/${Bucket}`, query));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
  });

  it('are not slowed by what they leave out: a key’s many versions, a prefix’s many keys', async () => {
    const crowded = await bench.bucket({ versioned: true });
    for (let i = 0; i < 40; i++) {
      await bench.s3.send(new PutObjectCommand({ Bucket: crowded, Key: 'many', Body: String(i) }));
      await bench.s3.send(new PutObjectCommand({ Bucket: crowded, Key: `p/${i}`, Body: 'x' }));
    }
    await bench.s3.send(new PutObjectCommand({ Bucket: crowded, Key: 'next', Body: 'x' }));
    const answer = await bench.s3.send(new ListObjectsV2Command({ Bucket: crowded, Delimiter: '/' }));
    expect(answer.Contents?.map(({ Key }) => Key)).toEqual(['many', 'next']);
    expect(answer.CommonPrefixes).toEqual([{ Prefix: 'p/' }]);
  });
});
