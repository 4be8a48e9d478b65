import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';
import { presign } from './s3-presign.ts';

const NINE = '123456789';

describe('S3 checksums', () => {
  const bench = useS3();

  // The check values of the algorithms' own definitions, over "123456789".
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', createHash('sha1').update(NINE).digest('hex')],
    ['SHA256', createHash('sha256').update(NINE).digest('hex')],
    ['SHA512', createHash('sha512').update(NINE).digest('hex')],
    ['MD5', createHash('md5').update(NINE).digest('hex')],
    ['XXHASH64', '8cb841db40e6ae83'],
  ] as const)('by %s are computed, compared and kept', async (algorithm, hex) => {
    const Bucket = await bench.bucket();
    const member = `Checksum${algorithm}` as const;
    const value = Buffer.from(hex, 'hex').toString('base64');
    const right: PutObjectCommandInput = { Bucket, Key: 'a', Body: NINE, [member]: value };
    const answer = await bench.s3.send(new PutObjectCommand(right));
    expect(answer).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    const head = await bench.s3.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(head[member]).toBe(value);
    const wrong = { ...right, Key: 'b', Body: '123456780' };
    await expect(bench.s3.send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(bench.s3.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).rejects.toThrow();
  });

  it('in a trailer are held against a streamed body, in its chunks', async () => {
    const Bucket = await bench.bucket();
    const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(100_000, 'b')]);
    await bench.s3.send(
      new PutObjectCommand({ Bucket, Key: 'a', Body, ContentLength: 200_000, ChecksumAlgorithm: 'CRC32' }),
    );
    const got = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumCRC32).toEqual(expect.any(String));
    expect(got.ContentEncoding).toBeUndefined();
    expect((await got.Body?.transformToByteArray())?.length).toBe(200_000);
  });

  it('are CRC64NVME when the client has no wish', async () => {
    const Bucket = await bench.bucket();
    const s3 = bench.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const answer = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: NINE }));
    expect(answer.ChecksumCRC64NVME).toBe('rosUhgp5mIg=');
  });

  it.each([
    [{ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    [{ 'content-md5': 'nonsense' }, 'InvalidDigest'],
    [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    [{ 'x-amz-checksum-crc32': 'nonsense' }, 'InvalidRequest'],
    [{ 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-sha1': 'x' }, 'InvalidRequest'],
    [{ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
    [{ 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': 'y/Q5Jg==' }, 'InvalidRequest'],
  ])('that are wrong are refused: %j', async (headers, code) => {
    const url = await presign(bench, 'PUT', `/${await bench.bucket()}/a`);
    const answer = await fetch(url, { method: 'PUT', body: NINE, headers });
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    expect(answer.status).toBe(400);
  });

  it('in a presigned URL bind its body as headers would', async () => {
    const query = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32' };
    const url = await presign(bench, 'PUT', `/${await bench.bucket()}/a`, query);
    const answer = await fetch(url, { method: 'PUT', body: NINE });
    expect(await answer.text()).toContain('<Code>BadDigest</Code>');
    expect((await fetch(url, { method: 'PUT', body: '' })).status).toBe(200);
  });

  it('must come with a list of deletions', async () => {
    const Bucket = await bench.bucket();
    const body = '<Delete><Object><Key>a</Key></Object></Delete>';
    const url = await presign(bench, 'POST', `/${Bucket}`, { delete: '' });
    const bare = await fetch(url, { method: 'POST', body });
    expect(await bare.text()).toContain('Missing required header for this request: Content-MD5');
    const md5 = createHash('md5').update(body).digest('base64');
    const checked = await fetch(url, { method: 'POST', body, headers: { 'content-md5': md5 } });
    expect(checked.status).toBe(200);
    const Delete = { Objects: [{ Key: 'a' }] };
    const wrong = new DeleteObjectsCommand({ Bucket, Delete, ChecksumAlgorithm: 'SHA256' });
    await bench.s3.send(wrong);
  });

  it('do not go with a part of an object', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: NINE }));
    const part = new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=0-1', ChecksumMode: 'ENABLED' });
    const answer = await bench.s3.send(part);
    expect(answer.ChecksumCRC32).toBeUndefined();
    expect(await answer.Body?.transformToString()).toBe('12');
  });
});
