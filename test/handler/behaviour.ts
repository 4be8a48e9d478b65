import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTRACTOR } from '../../handler/extract/description.ts';
import { paddedSequencer } from '../../handler/record.ts';
import { handlerFile } from '../built.ts';
import type { TestAws } from '../provision/aws.ts';
import { createBucket } from './create-bucket.ts';
import { createTable } from './create-table.ts';
import { forgetfulFrontOf } from './forgetful-front.ts';
import { type Invocation, type RunningFunction, type Surroundings, startFunction } from './function.ts';
import { type Notification, type NotifyingBucket, notifyingBucket } from './notifying-bucket.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

const TABLE = 'FileMetadata';

/** What the function does with a bucket's events, in any order, on any AWS. */
export function describeHandler(label: string, aws: TestAws): void {
  describe(`the function on ${label}`, () => {
    const { s3, dynamodb } = aws.clients;
    const versioned = notifyingBucket(s3, 'versioned');
    const unversioned = notifyingBucket(s3, 'unversioned');
    const functions = new Map<string, RunningFunction>();

    beforeAll(async () => {
      await createTable(dynamodb, TABLE);
      for (const name of ['versioned', 'unversioned'] as const) {
        await createBucket(s3, name, name);
        functions.set(name, await start({ bucket: name }));
      }
    });

    afterAll(async () => {
      for (const running of functions.values()) await running.close();
    });

    function start(surroundings: Partial<Surroundings> = {}): Promise<RunningFunction> {
      return startFunction(handlerFile, {
        target: aws.target,
        bucket: 'unversioned',
        table: TABLE,
        ...surroundings,
      });
    }

    /** The one that the bucket would call. */
    function functionOf(bucket: string | undefined): RunningFunction {
      const running = functions.get(bucket ?? '');
      if (running === undefined) throw new Error(`no function for bucket ${bucket}`);
      return running;
    }

    function invoke(notification: Notification): Promise<Invocation> {
      return functionOf(notification.Records[0]?.s3.bucket.name).invoke(notification);
    }

    async function row(filename: string): Promise<Record<string, unknown> | undefined> {
      const get = new GetItemCommand({
        TableName: TABLE,
        Key: { filename: { S: filename } },
        ConsistentRead: true,
      });
      const { Item } = await dynamodb.send(get);
      return Item && unmarshall(Item);
    }

    async function deliver(...notifications: readonly Notification[]): Promise<void> {
      for (const notification of notifications) expect(await invoke(notification)).toEqual({});
    }

    test('stores the base record of a new object', async () => {
      const put = new PutObjectCommand({
        Bucket: 'versioned',
        Key: 'report.csv',
        Body: 'a,b\n1,2\n',
        ContentType: 'text/csv',
        ChecksumAlgorithm: 'SHA256',
      });
      const { ETag, VersionId, ChecksumSHA256 } = await s3.send(put);
      const etag = ETag?.replaceAll('"', '');
      const object = { key: 'report.csv', eTag: etag, versionId: VersionId, sequencer: 'A1' };
      const eventTime = '2026-11-22T10:11:12.345Z';
      const record = {
        eventName: 'ObjectCreated:Put',
        eventTime,
        s3: { bucket: { name: 'versioned' }, object },
      };
      await deliver({ Records: [record] });
      expect(await row('report.csv')).toEqual({
        filename: 'report.csv',
        size: 8,
        uploadTime: eventTime,
        bucket: 'versioned',
        contentType: 'text/csv',
        etag,
        versionId: VersionId,
        sequencer: paddedSequencer('A1'),
        storageClass: 'STANDARD',
        status: 'described',
        details: expect.objectContaining({ schema: 1, mediaType: 'text/csv' }),
        extractor: EXTRACTOR,
        checksum: `SHA256:${ChecksumSHA256}`,
        timeShard: '0',
      });
    });

    test.each([
      'a b+c%20ü.pdf',
      '日本語/с пробелом.txt',
      'emoji 🎉.png',
      `x'"&<>.csv`,
      'folder/',
      ' leading and trailing ',
      'a//b/../c',
      '100% + 50%2B=150%?.txt#top',
      "tilde~star*(paren)!'quote'.txt",
      'e\u0301 is not \u00e9.txt',
      'x'.repeat(1024),
    ])('keeps the name exactly: %j', async (key) => {
      await deliver(await unversioned.put(key, 'content'));
      expect(await row(key)).toMatchObject({ filename: key, size: 7, bucket: 'unversioned' });
    });

    test('stores an empty object', async () => {
      await deliver(await unversioned.put('empty.txt', ''));
      expect(await row('empty.txt')).toMatchObject({ size: 0, status: 'described' });
    });

    test('has no version in a bucket that keeps none', async () => {
      await deliver(await unversioned.put('single.txt', 'x'));
      expect(await row('single.txt')).not.toHaveProperty('versionId');
    });

    test('describes what is there now when the object was overwritten before the event came', async () => {
      const first = await unversioned.put('overwritten.txt', 'one');
      const second = await unversioned.put('overwritten.txt', 'second');
      await deliver(first);
      const early = await row('overwritten.txt');
      expect(early).toMatchObject({ size: 6 });
      expect(early?.['uploadTime']).not.toBe(first.Records[0]?.eventTime);
      await deliver(second);
      expect(await row('overwritten.txt')).toMatchObject({
        size: 6,
        uploadTime: second.Records[0]?.eventTime,
      });
    });

    test('leaves a tombstone that a late creation cannot undo and that leaves the time index', async () => {
      const created = await unversioned.put('removed.txt', 'x');
      const removed = await unversioned.remove('removed.txt');
      await deliver(removed, created);
      const tombstone = await row('removed.txt');
      expect(tombstone).toEqual({
        filename: 'removed.txt',
        bucket: 'unversioned',
        sequencer: expect.any(String),
        status: 'removed',
        removedTime: removed.Records[0]?.eventTime,
        expiresAt: expect.any(Number),
      });
      const daysLeft = (Number(tombstone?.['expiresAt']) - Date.now() / 1000) / 86_400;
      expect(daysLeft).toBeCloseTo(30, 1);
    });

    test('an object that comes back replaces its tombstone', async () => {
      await deliver(await unversioned.put('back.txt', 'x'), await unversioned.remove('back.txt'));
      await deliver(await unversioned.put('back.txt', 'again'));
      const back = await row('back.txt');
      expect(back).toMatchObject({ size: 5, status: 'described' });
      expect(back).not.toHaveProperty('expiresAt');
    });

    test('a delete marker removes the record, and removing the marker brings it back', async () => {
      const created = await versioned.put('marked.txt', 'content');
      const marked = await versioned.remove('marked.txt');
      await deliver(created, marked);
      expect(await row('marked.txt')).toMatchObject({ status: 'removed' });
      await deliver(await versioned.remove('marked.txt', marked.Records[0]?.s3.object.versionId));
      expect(await row('marked.txt')).toMatchObject({ status: 'described', size: 7 });
    });

    test('removing an old version keeps the record of the current one', async () => {
      const old = await versioned.put('history.txt', 'old');
      const current = await versioned.put('history.txt', 'current');
      await deliver(old, current);
      await deliver(await versioned.remove('history.txt', old.Records[0]?.s3.object.versionId));
      const versionId = current.Records[0]?.s3.object.versionId;
      expect(await row('history.txt')).toMatchObject({ status: 'described', size: 7, versionId });
    });

    test('removing the current version brings back the one before', async () => {
      const old = await versioned.put('undone.txt', 'old');
      const current = await versioned.put('undone.txt', 'current');
      await deliver(old, current);
      await deliver(await versioned.remove('undone.txt', current.Records[0]?.s3.object.versionId));
      expect(await row('undone.txt')).toMatchObject({
        size: 3,
        versionId: old.Records[0]?.s3.object.versionId,
      });
    });

    test('a duplicate changes nothing and is logged as superseded', async () => {
      const created = await unversioned.put('twice.txt', 'x');
      await deliver(created, created);
      const entries = functionOf('unversioned').log.filter((entry) => entry['key'] === 'twice.txt');
      expect(entries.map((entry) => entry['outcome'])).toEqual(['stored', 'superseded']);
    });

    test('one bad record does not stop the others, and fails the event by name', async () => {
      const good = await unversioned.put('good.txt', 'x');
      const other = await unversioned.put('other good.txt', 'x');
      const nowhere = { bucket: { name: 'x' }, object: { key: 'no+order.txt' } };
      const unordered = { eventName: 'ObjectCreated:Put', eventTime: '2026-01-01T00:00:00Z', s3: nowhere };
      const Records = [...good.Records, unordered, { s3: { object: { key: '%E0%A4%A' } } }, ...other.Records];
      const { error } = await functionOf('unversioned').invoke({ Records });
      expect(error).toMatch(/^2 of 4 files failed: no\+order\.txt \(.*sequencer\), %E0%A4%A/);
      expect(await row('good.txt')).toMatchObject({ status: 'described' });
      expect(await row('other good.txt')).toMatchObject({ status: 'described' });
    });

    test('logs one line of JSON for a file', async () => {
      await deliver(await unversioned.put('logged file.txt', 'four'));
      const entry = functionOf('unversioned').log.find((line) => line['key'] === 'logged file.txt');
      expect(entry).toEqual({
        level: 'INFO',
        message: 'stored logged file.txt',
        key: 'logged file.txt',
        bucket: 'unversioned',
        size: 4,
        status: 'described',
        sequencer: expect.stringMatching(/^[0-9A-F]{32}$/),
        outcome: 'stored',
        milliseconds: expect.any(Number),
        requestId: expect.stringMatching(/^request-\d+$/),
      });
    });

    test('takes the test message of a new notification for what it is', async () => {
      const message = {
        Service: 'Amazon S3',
        Event: 's3:TestEvent',
        Time: '2026-01-01T00:00:00.000Z',
        Bucket: 'b',
      };
      expect(await functionOf('unversioned').invoke(message)).toEqual({});
    });

    test.each([null, {}, { poison: true }, 'text', { Records: 'none' }])(
      'refuses what is no notification: %j',
      async (event) => {
        const { error } = await functionOf('unversioned').invoke(event);
        expect(error).toMatch(/not an S3 notification/);
      },
    );

    test('declares no third parameter, which Node.js 24 on Lambda refuses', () => {
      expect(functionOf('unversioned').parameters).toBeLessThan(3);
    });

    test('fails, and says so in its log, when the table is not there', async () => {
      const misled = await start({ table: 'NoSuchTable' });
      const { error } = await misled.invoke(await unversioned.put('homeless.txt', 'x'));
      await misled.close();
      expect(error).toMatch(/^1 of 1 files failed: homeless\.txt \(ResourceNotFoundException: /);
      expect(misled.log).toEqual([
        expect.objectContaining({ level: 'ERROR', key: 'homeless.txt', outcome: 'failed' }),
      ]);
    });

    test('is not misled when S3 denies for a while that a new version is there', async () => {
      const forgetful = await forgetfulFrontOf(aws.target.endpoint ?? '');
      const target = { ...aws.target, endpoint: forgetful.endpoint };
      const doubting = await start({ target, bucket: 'versioned' });
      const created = await versioned.put('denied.txt', 'content');
      expect(await doubting.invoke(created)).toEqual({});
      expect(await row('denied.txt')).toMatchObject({ status: 'described', size: 7 });
      await deliver(await versioned.remove('denied.txt'));
      expect(await doubting.invoke(created)).toEqual({});
      expect(await row('denied.txt')).toMatchObject({ status: 'removed' });
      await doubting.close();
      await forgetful.close();
    });

    test.each([1, 2, 3, 4, 5, 6])(
      'ends with what the bucket holds, whatever the events do (seed %i)',
      async (seed) => {
        const random = seededRandom(seed);
        const bucket = seed % 2 === 0 ? versioned : unversioned;
        const key = `shuffle ${seed}/a+b ü 🎉.txt`;
        const events = await turmoil(random, bucket, key);
        await deliverTogether(random.shuffled([...events, ...random.some(events)]));
        expect(await row(key)).toMatchObject(await expectedRow(bucket.name, key));
      },
    );

    test('takes no change in another bucket for one in its own', async () => {
      await deliver(await unversioned.put('shared name.txt', 'ours'));
      const theirs = await versioned.put('shared name.txt', 'theirs, and longer');
      const { error } = await functionOf('unversioned').invoke(theirs);
      expect(error).toMatch(
        '1 of 1 files failed: shared name.txt (Error: the event is about bucket versioned, and the table about unversioned)',
      );
      expect(await row('shared name.txt')).toMatchObject({ bucket: 'unversioned', size: 4 });
    });

    test('does not take a bucket that is not there for one that holds no such file', async () => {
      const nowhere = { bucket: { name: 'no-such-bucket' }, object: { key: 'poison.txt', sequencer: 'FF' } };
      const record = { eventName: 'ObjectCreated:Put', eventTime: '2026-01-01T00:00:00Z', s3: nowhere };
      const { error } = await functionOf('unversioned').invoke({ Records: [record] });
      expect(error).toMatch(/^1 of 1 files failed: poison\.txt \(.*bucket no-such-bucket/);
      expect(await row('poison.txt')).toBeUndefined();
    });

    test('knows that the files of its bucket went with it', async () => {
      await createBucket(s3, 'short-lived', 'unversioned');
      const bucket = notifyingBucket(s3, 'short-lived');
      const orphan = await start({ bucket: 'short-lived' });
      const created = await bucket.put('orphan.txt', 'x');
      expect(await orphan.invoke(created)).toEqual({});
      const removed = await bucket.remove('orphan.txt');
      await s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
      expect(await orphan.invoke(removed)).toEqual({});
      expect(await row('orphan.txt')).toMatchObject({ status: 'removed' });
      await orphan.close();
    });

    async function deliverTogether(events: readonly Notification[]): Promise<void> {
      await Promise.all(events.map(invoke));
    }

    /** Sixteen changes of one object; some of their events are delivered in between. */
    async function turmoil(
      random: SeededRandom,
      bucket: NotifyingBucket,
      key: string,
    ): Promise<readonly Notification[]> {
      const events: Notification[] = [];
      for (let step = 0; step < 16; step++) {
        events.push(await (random.chance(0.65) ? bucket.put(key, 'x'.repeat(step)) : bucket.remove(key)));
        if (random.chance(0.3)) await deliverTogether(random.some(events));
      }
      return events;
    }

    async function expectedRow(bucket: string, key: string): Promise<object> {
      try {
        const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return { status: 'described', size: head.ContentLength, etag: head.ETag?.replaceAll('"', '') };
      } catch {
        return { status: 'removed' };
      }
    }
  });
}
