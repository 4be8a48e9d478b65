import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expandSources, type Source } from '../../src/transfer/sources.ts';
import { partBytes, uploadFile } from '../../src/transfer/upload-file.ts';
import { createBucket } from '../handler/create-bucket.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MIB = 1024 * 1024;

describe('uploading a file', () => {
  let aws: TestAws;
  const neverAborted = new AbortController().signal;

  beforeAll(async () => {
    aws = await startAws();
    await createBucket(aws.clients.s3, 'bucket', 'versioned');
    await createBucket(aws.clients.s3, 'plain', 'unversioned');
  });

  afterAll(() => aws.close());

  const bucket = (name = 'bucket') => ({ name, accountId: aws.target.accountId });

  async function sourceOf(name: string, content: string | Buffer): Promise<Source> {
    const folder = await temporaryFolder({ [name]: content });
    const [source] = await expandSources([join(folder, name)]);
    if (source === undefined) throw new Error('no source');
    return source;
  }

  async function stored(key: string): Promise<Buffer> {
    const { Body } = await aws.clients.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  async function openUploads(): Promise<number> {
    const { Uploads = [] } = await aws.clients.s3.send(new ListMultipartUploadsCommand({ Bucket: 'bucket' }));
    return Uploads.length;
  }

  test.each([
    ['empty.bin', 0, 1],
    ['small.bin', 5, 1],
    ['one part.bin', 8 * MIB, 1],
    ['two parts.bin', 8 * MIB + 1, 2],
    ['日本語 + 🎉.bin', 20 * MIB + 12_345, 3],
  ])('stores every byte of %s (%i bytes in %i parts)', async (name, bytes, parts) => {
    const content = noise(bytes);
    const source = await sourceOf(name, content);
    const reported: number[] = [];
    const progress = (sent: number) => reported.push(sent);
    const uploaded = await uploadFile(aws.clients.s3, bucket(), source, { signal: neverAborted, progress });
    expect(uploaded).toMatchObject({ key: name, bytes, parts, versionId: expect.any(String) });
    expect(sha256(await stored(name))).toBe(sha256(content));
    expect(reported.at(-1)).toBe(bytes);
    const head = await aws.clients.s3.send(
      new HeadObjectCommand({ Bucket: 'bucket', Key: name, ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ETag: `"${uploaded.etag}"`, ContentType: 'application/octet-stream' });
    expect(head.ChecksumCRC32).toBeDefined();
  });

  test('has no version in a bucket that keeps none', async () => {
    const source = await sourceOf('a.txt', 'x');
    expect(await uploadFile(aws.clients.s3, bucket('plain'), source, { signal: neverAborted })).toEqual({
      key: 'a.txt',
      etag: '9dd4e461268c8034f5c8564e155c67a6',
      bytes: 1,
      parts: 1,
    });
  });

  test.each([
    ['longer', (path: string) => appendFileSync(path, 'more')],
    ['shorter', (path: string) => truncateSync(path, 10)],
  ])('fails when the file becomes %s meanwhile, and leaves nothing behind', async (name, change) => {
    const source = await sourceOf(`${name}.log`, Buffer.alloc(80 * MIB, 'x'));
    const progress = () => change(source.path);
    const upload = uploadFile(aws.clients.s3, bucket(), source, { signal: neverAborted, progress });
    await expect(upload).rejects.toThrow(`${source.path} changed while it was being read`);
    await expect(stored(source.key)).rejects.toThrow();
    expect(await openUploads()).toBe(0);
  });

  test('ends with the reason when aborted half way, and leaves no parts behind', async () => {
    const source = await sourceOf('aborted.bin', Buffer.alloc(60 * MIB, 'x'));
    const controller = new AbortController();
    const progress = () => controller.abort(new Error('Ctrl-C'));
    const upload = uploadFile(aws.clients.s3, bucket(), source, { signal: controller.signal, progress });
    await expect(upload).rejects.toThrow('Ctrl-C');
    expect(await openUploads()).toBe(0);
    await expect(stored('aborted.bin')).rejects.toThrow();
  });

  test('does not begin when already aborted', async () => {
    const source = await sourceOf('never.txt', 'x');
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(uploadFile(aws.clients.s3, bucket(), source, { signal })).rejects.toThrow('Ctrl-C');
    await expect(stored('never.txt')).rejects.toThrow();
  });

  test('fails with what S3 says when there is no such bucket', async () => {
    const source = await sourceOf('lost.txt', 'x');
    const upload = uploadFile(aws.clients.s3, bucket('nowhere'), source, { signal: neverAborted });
    await expect(upload).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

test.each([
  [0, 8 * MIB],
  [80_000 * MIB, 8 * MIB],
  [80_000 * MIB + 1, 9 * MIB],
  [5 * 1024 * 1024 * MIB, 525 * MIB],
])('a file of %i bytes is sent in parts of %i, at most 10,000', (bytes, part) => {
  expect(partBytes(bytes)).toBe(part);
  expect(bytes / part).toBeLessThanOrEqual(10_000);
});

/** Bytes that no offset repeats, the same every time. */
function noise(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let i = 0; i + 4 <= bytes; i += 4) content.writeUInt32LE(Math.imul(i + 1, 2_654_435_761) >>> 0, i);
  return content;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
