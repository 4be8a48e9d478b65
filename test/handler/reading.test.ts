import { createHash } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, type StorageClass } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import type { Intervene } from '../../src/local/intervention.ts';
import { handlerFile } from '../built.ts';
import { atCall, failing } from '../local/interventions.ts';
import { startAws } from '../provision/aws.ts';
import { createBucket } from './create-bucket.ts';
import { createTable } from './create-table.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { notifyingBucket } from './notifying-bucket.ts';

let intervene: Intervene = () => undefined;
const aws = await startAws({ intervene: (call) => intervene(call) });
const { s3, dynamodb } = aws.clients;
const bucket = notifyingBucket(s3, 'read-from');
let running: RunningFunction;

beforeAll(async () => {
  await createBucket(s3, bucket.name, 'unversioned');
  await createTable(dynamodb, 'Read');
  running = await startFunction(handlerFile, { target: aws.target, bucket: bucket.name, table: 'Read' });
});
beforeEach(() => {
  intervene = () => undefined;
});
afterAll(async () => {
  await running.close();
  await aws.close();
});

const rowOf = (key: string) => getRow(dynamodb, 'Read', key, new AbortController().signal);
const put = (Key: string, Body: string, StorageClass?: StorageClass) =>
  s3.send(new PutObjectCommand({ Bucket: bucket.name, Key, Body, StorageClass }));

/** Does something in the very moment in which the function asks for an object's bytes. */
function whileReading(act: () => Promise<unknown>, nth = 1): Intervene {
  return atCall({ operation: 's3:GetObject', nth }, async () => {
    await act();
    return undefined;
  });
}

/** Of "123456789". */
const CHECKSUMS = [
  ['CRC32', 'y/Q5Jg=='],
  ['CRC64NVME', 'rosUhgp5mIg='],
  ['SHA256', createHash('sha256').update('123456789').digest('base64')],
  ['SHA512', createHash('sha512').update('123456789').digest('base64')],
  ['MD5', createHash('md5').update('123456789').digest('base64')],
  ['XXHASH64', 'jLhB20DmroM='],
] as const;

describe('a file that is read', () => {
  test('and replaced meanwhile is read again: the row is about what is there in the end', async () => {
    const created = await bucket.put('replaced.json', '{}');
    intervene = whileReading(() => put('replaced.json', '<?xml version="1.0"?><later/>'));
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('replaced.json')).toMatchObject({ size: 29, status: 'described' });
  });

  test('and deleted meanwhile leaves a tombstone', async () => {
    const created = await bucket.put('deleted.json', '{}');
    intervene = whileReading(() =>
      s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: 'deleted.json' })),
    );
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('deleted.json')).toMatchObject({ status: 'removed' });
  });

  test('and replaced every time is left to the repetition of the event, and writes nothing wrong', async () => {
    const large = 200_000;
    const created = await bucket.put('restless.json', ' '.repeat(large));
    let looks = 0;
    let replaced = 0;
    intervene = async ({ operation }) => {
      if (operation === 'HeadObject') looks += 1;
      if (operation !== 'GetObject') return undefined;
      replaced += 1;
      await put('restless.json', ' '.repeat(large + replaced));
      return undefined;
    };
    expect((await running.invoke(created)).error).toContain('restless.json changed while it was read');
    expect(looks).toBe(5);
    expect(await rowOf('restless.json')).toBeUndefined();
    intervene = () => undefined;
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('restless.json')).toMatchObject({ size: large + replaced });
  });

  test('from an archive keeps its base record, and says that it was not restored', async () => {
    const created = await bucket.put('archived.json', '{}');
    await put('archived.json', '{}', 'GLACIER');
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('archived.json')).toMatchObject({
      size: 2,
      storageClass: 'GLACIER',
      status: 'failed',
      reason: 'it lies in GLACIER and was not restored',
    });
  });

  test('that S3 refuses to hand out keeps its base record, with the reason', async () => {
    const created = await bucket.put('secret.json', '{}');
    intervene = (call) => (call.operation === 'GetObject' ? failing('access denied')(call) : undefined);
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('secret.json')).toMatchObject({
      size: 2,
      status: 'failed',
      reason: 'S3 refuses to hand it out: AccessDenied',
    });
  });

  test('while S3 is unwell fails the event, so that it is repeated', async () => {
    const created = await bucket.put('unlucky.json', '{}');
    intervene = (call) => (call.operation === 'GetObject' ? failing('server error')(call) : undefined);
    expect((await running.invoke(created)).error).toContain('unlucky.json');
    expect(await rowOf('unlucky.json')).toBeUndefined();
    intervene = () => undefined;
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('unlucky.json')).toMatchObject({ status: 'described' });
  });

  test.each([
    [0, ['HeadObject', 'PutItem']],
    [131_072, ['GetObject', 'PutItem']],
    [131_073, ['GetObject', 'HeadObject', 'PutItem']],
  ])('of %i bytes as announced costs %j, and its row has its checksum', async (size, expected) => {
    const key = `ordinary-${size}.bin`;
    const created = await bucket.put(key, '\0'.repeat(size));
    const calls: string[] = [];
    intervene = ({ operation }) => {
      calls.push(operation);
      return undefined;
    };
    expect(await running.invoke(created)).toEqual({});
    expect(calls.toSorted()).toEqual(expected);
    expect(await rowOf(key)).toMatchObject({ size, status: 'described', checksum: expect.any(String) });
  });

  test.each(CHECKSUMS)(
    'of which S3 holds a checksum by %s is read whatever the SDK makes of that',
    async (name, value) => {
      const key = `${name}.json`;
      const created = await bucket.put(key, '123456789');
      const checksum = { [`Checksum${name}`]: value };
      await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: '123456789', ...checksum }));
      expect(await running.invoke(created)).toEqual({});
      expect(await rowOf(key)).toMatchObject({ status: 'described', checksum: `${name}:${value}` });
    },
  );

  test.each([
    [2, 29],
    [2, 200_000],
    [200_000, 29],
    [200_000, 300_000],
    [2, 0],
  ])(
    'long after %i bytes were announced, and of %i by then, is described as it is',
    async (before, after) => {
      const key = `late-${before}-${after}.json`;
      const created = await bucket.put(key, ' '.repeat(before));
      await put(key, '<?xml version="1.0"?><later/>'.padEnd(after).slice(0, after));
      expect(await running.invoke(created)).toEqual({});
      expect(await rowOf(key)).toMatchObject({
        size: after,
        status: 'described',
        details: { mediaType: after === 0 ? 'inode/x-empty' : 'text/xml' },
      });
    },
  );

  test.each([2, 200_000])(
    'and gone long after its %i bytes were announced leaves a tombstone',
    async (size) => {
      const key = `gone-${size}.json`;
      const created = await bucket.put(key, ' '.repeat(size));
      await s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key }));
      expect(await running.invoke(created)).toEqual({});
      expect(await rowOf(key)).toMatchObject({ status: 'removed' });
    },
  );

  test('and empty is not asked for at all', async () => {
    const created = await bucket.put('empty.json', '');
    intervene = (call) => (call.operation === 'GetObject' ? failing('server error')(call) : undefined);
    expect(await running.invoke(created)).toEqual({});
    expect(await rowOf('empty.json')).toMatchObject({ size: 0, status: 'described' });
  });
});
