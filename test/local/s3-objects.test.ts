import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';
import { presign } from './s3-presign.ts';

describe('S3 objects', () => {
  const bench = useS3();
  const put = (Bucket: string, Key: string, Body = 'content') =>
    bench.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const read = async (Bucket: string, Key: string) => {
    const { Body } = await bench.s3.send(new GetObjectCommand({ Bucket, Key }));
    return await Body?.transformToString();
  };

  it('come back with all that was said about them', async () => {
    const Bucket = await bench.bucket();
    const described = {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Metadata: { author: 'me', 'odd-one': 'a=b; c' },
      StorageClass: 'STANDARD_IA' as const,
    };
    const answer = await bench.s3.send(
      new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello', Tagging: 'x=1&y=two+words', ...described }),
    );
    const md5 = createHash('md5').update('hello').digest('hex');
    expect(answer).toMatchObject({ ETag: `"${md5}"`, ServerSideEncryption: 'AES256' });
    expect(answer.VersionId).toBeUndefined();
    const head = await bench.s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(head).toMatchObject({ ...described, ContentLength: 5, ETag: `"${md5}"` });
    const got = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(got).toMatchObject({ ...described, TagCount: 2 });
    expect(await got.Body?.transformToString()).toBe('hello');
  });

  it.each([
    'plain',
    'with space',
    'a+b',
    'ümlaut/日本/😀',
    '100%25',
    '?query&amp;#fragment',
    'trailing/',
    'double//slash',
    './dot/../dots',
    'quote"\'<>&',
    'line\r\nbreak',
    'x'.repeat(1024),
  ])('may be called %j', async (Key) => {
    const Bucket = await bench.bucket();
    await put(Bucket, Key, Key);
    expect(await read(Bucket, Key)).toBe(Key);
    const { Contents } = await bench.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    await expect(read(Bucket, Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('may begin with a slash', async () => {
    const Bucket = await bench.bucket();
    const { Body } = await (async () => {
      await bench.s3.send(new PutObjectCommand({ Bucket, Key: '/rooted', Body: 'r' }));
      return await bench.s3.send(new GetObjectCommand({ Bucket, Key: '/rooted' }));
    })();
    expect(await Body?.transformToString()).toBe('r');
  });

  it('have names of at most 1024 bytes', async () => {
    const Bucket = await bench.bucket();
    await expect(put(Bucket, 'ü'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('may be empty', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'empty', '');
    expect(await read(Bucket, 'empty')).toBe('');
  });

  it.each([
    ['bytes=0-3', 'cont', 'bytes 0-3/7'],
    ['bytes=4-', 'ent', 'bytes 4-6/7'],
    ['bytes=-2', 'nt', 'bytes 5-6/7'],
    ['bytes=-100', 'content', 'bytes 0-6/7'],
    ['bytes=5-100', 'nt', 'bytes 5-6/7'],
  ])('are read in part: %s', async (Range, text, contentRange) => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a');
    const answer = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
    expect(answer).toMatchObject({ ContentRange: contentRange, $metadata: { httpStatusCode: 206 } });
    expect(await answer.Body?.transformToString()).toBe(text);
  });

  it.each(['bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4'])(
    'are read in full for the odd range %s',
    async (Range) => {
      const Bucket = await bench.bucket();
      await put(Bucket, 'a');
      const answer = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
      expect(answer.$metadata.httpStatusCode).toBe(200);
      expect(await answer.Body?.transformToString()).toBe('content');
    },
  );

  it.each(['bytes=7-', 'bytes=-0'])('cannot be read outside of their bytes: %s', async (Range) => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a');
    const get = new GetObjectCommand({ Bucket, Key: 'a', Range });
    await expect(bench.s3.send(get)).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  const past = new Date('2001-01-01');
  const future = new Date('2101-01-01');
  it.each([
    [{ IfMatch: 'ETAG' }, 200],
    [{ IfMatch: '"other"' }, 412],
    [{ IfMatch: 'ETAG', IfUnmodifiedSince: past }, 200],
    [{ IfNoneMatch: 'ETAG' }, 304],
    [{ IfNoneMatch: '"other"' }, 200],
    [{ IfNoneMatch: '"other"', IfModifiedSince: future }, 200],
    [{ IfModifiedSince: future }, 304],
    [{ IfModifiedSince: past }, 200],
    [{ IfUnmodifiedSince: past }, 412],
    [{ IfUnmodifiedSince: future }, 200],
  ])('are read under the conditions %j with status %i', async (conditions, status) => {
    const Bucket = await bench.bucket();
    const { ETag } = await put(Bucket, 'a');
    const given = Object.fromEntries(
      Object.entries(conditions).map(([name, value]) => [name, value === 'ETAG' ? ETag : value]),
    );
    for (const Command of [HeadObjectCommand, GetObjectCommand]) {
      const answer = await bench.s3.send(new Command({ Bucket, Key: 'a', ...given })).catch((error) => error);
      expect(answer.$metadata.httpStatusCode).toBe(status);
    }
  });

  it('are answered with other headers when the request says so', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a');
    const answer = await bench.s3.send(
      new GetObjectCommand({
        Bucket,
        Key: 'a',
        ResponseContentType: 'text/csv',
        ResponseContentDisposition: 'attachment',
        ResponseCacheControl: 'no-store',
      }),
    );
    expect(answer).toMatchObject({
      ContentType: 'text/csv',
      ContentDisposition: 'attachment',
      CacheControl: 'no-store',
    });
  });

  it('are made only once under If-None-Match, whoever asks at the same time', async () => {
    const Bucket = await bench.bucket();
    const attempts = Array.from({ length: 8 }, (_, i) =>
      bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: String(i), IfNoneMatch: '*' })),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason.name).toBe('PreconditionFailed');
    }
    expect(await bench.countBlobs()).toBeGreaterThan(0);
  });

  it('are overwritten and deleted only as they are known under If-Match', async () => {
    const Bucket = await bench.bucket();
    const { ETag } = await put(Bucket, 'a', 'first');
    const overwrite = new PutObjectCommand({ Bucket, Key: 'a', Body: 'second', IfMatch: ETag });
    await bench.s3.send(overwrite);
    await expect(bench.s3.send(overwrite)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const remove = new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: ETag });
    await expect(bench.s3.send(remove)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const absent = new PutObjectCommand({ Bucket, Key: 'b', Body: '', IfMatch: ETag });
    await expect(bench.s3.send(absent)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each([
    ['a canned ACL', { ACL: 'public-read' as const }, 'AccessControlListNotSupported'],
    ['a key of their own', { SSECustomerAlgorithm: 'AES256' }, 'AccessDenied'],
    ['a redirect', { WebsiteRedirectLocation: '/other' }, 'NotImplemented'],
    ['an unknown class', { StorageClass: 'FAST' as 'STANDARD' }, 'InvalidStorageClass'],
    ['too much metadata', { Metadata: { a: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
    ['eleven tags', { Tagging: 'abcdefghijk'.split('').join('=1&') }, 'BadRequest'],
    ['a tag twice', { Tagging: 'a=1&a=2' }, 'InvalidArgument'],
  ])('are not taken with %s', async (_what, members, name) => {
    const Bucket = await bench.bucket();
    const command = new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ...members });
    await expect(bench.s3.send(command)).rejects.toMatchObject({ name });
    await expect(read(Bucket, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('carry tags that can be replaced and removed', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', Tagging: 'x=1' }));
    const TagSet = [{ Key: 'y', Value: 'ü = @home' }];
    await bench.s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } }));
    const tagged = await bench.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    expect(tagged.TagSet).toEqual(TagSet);
    await bench.s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }));
    const untagged = await bench.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    expect(untagged.TagSet).toEqual([]);
    expect(await read(Bucket, 'a')).toBe('a');
  });

  it('are copied with what belongs to them, or with other metadata', async () => {
    const Bucket = await bench.bucket();
    const Key = 'from here/ü+1';
    await bench.s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'copied', Metadata: { a: '1' }, Tagging: 'x=1' }),
    );
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await bench.s3.send(new CopyObjectCommand({ Bucket, Key: 'same', CopySource }));
    const same = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'same' }));
    expect(same).toMatchObject({ Metadata: { a: '1' }, TagCount: 1 });
    expect(await same.Body?.transformToString()).toBe('copied');
    await bench.s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'other',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
        TaggingDirective: 'REPLACE',
      }),
    );
    const other = await bench.s3.send(new HeadObjectCommand({ Bucket, Key: 'other' }));
    expect(other).toMatchObject({ Metadata: { b: '2' } });
    expect(other.TagCount).toBeUndefined();
  });

  it('are copied under conditions, and onto themselves only with a change', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a');
    const CopySource = `${Bucket}/a`;
    const unfit = new CopyObjectCommand({ Bucket, Key: 'b', CopySource, CopySourceIfMatch: '"other"' });
    await expect(bench.s3.send(unfit)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const idle = new CopyObjectCommand({ Bucket, Key: 'a', CopySource });
    await expect(bench.s3.send(idle)).rejects.toMatchObject({ name: 'InvalidRequest' });
    const absent = new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/absent` });
    await expect(bench.s3.send(absent)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are deleted many at a time, each with its own result', async () => {
    const Bucket = await bench.bucket();
    const { ETag } = await put(Bucket, 'a');
    await put(Bucket, 'b');
    const Objects = [{ Key: 'a', ETag: '"other"' }, { Key: 'b' }, { Key: 'absent' }];
    const answer = await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: 'b' }, { Key: 'absent' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'a', Code: 'PreconditionFailed' }]);
    const quiet = { Objects: [{ Key: 'a', ETag }], Quiet: true };
    expect(
      (await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: quiet }))).Deleted,
    ).toBeUndefined();
    await expect(read(Bucket, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are deleted at most a thousand at a time', async () => {
    const Bucket = await bench.bucket();
    const Objects = Array.from({ length: 1001 }, (_, i) => ({ Key: String(i) }));
    const tooMany = new DeleteObjectsCommand({ Bucket, Delete: { Objects } });
    await expect(bench.s3.send(tooMany)).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('tell what is asked about them and nothing else', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a');
    const ask = new GetObjectAttributesCommand({
      Bucket,
      Key: 'a',
      ObjectAttributes: ['ObjectSize', 'StorageClass'],
    });
    const answer = await bench.s3.send(ask);
    expect(answer).toMatchObject({ ObjectSize: 7, StorageClass: 'STANDARD' });
    expect(answer.ETag).toBeUndefined();
  });

  it('in an archive are not read', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', StorageClass: 'GLACIER' }));
    await expect(read(Bucket, 'a')).rejects.toMatchObject({
      name: 'InvalidObjectState',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('stay whole for a reader while they are overwritten', async () => {
    const Bucket = await bench.bucket();
    const first = Buffer.alloc(12 * 1024 ** 2, 'first ');
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: first }));
    const reading = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await put(Bucket, 'a', 'second');
    const bytes = await reading.Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.from(bytes ?? []), first)).toBe(0);
    expect(await read(Bucket, 'a')).toBe('second');
  });

  it('are there after a restart, with their bytes', async () => {
    const Bucket = await bench.bucket();
    await put(Bucket, 'a', 'durable');
    await bench.restart();
    expect(await read(Bucket, 'a')).toBe('durable');
  });

  it('leave nothing behind when a client goes away in the middle', async () => {
    const Bucket = await bench.bucket();
    await bench.restart();
    const before = await bench.countBlobs();
    const { hostname, port, pathname, search } = await presign(bench, 'PUT', `/${Bucket}/broken-off`);
    await new Promise<void>((resolve, reject) => {
      const head = `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 100\r\n\r\n`;
      const socket = connect(Number(port), hostname, () => socket.end(`${head}ten bytes.`));
      socket.once('error', reject);
      socket.once('close', () => resolve());
      socket.resume();
    });
    await bench.restart();
    expect(await bench.countBlobs()).toBe(before);
    await expect(read(Bucket, 'broken-off')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(bench.faults).toEqual([]);
  });
});
