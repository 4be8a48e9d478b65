import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { EXTRACTOR } from '../../handler/extract/description.ts';
import { paddedSequencer } from '../../handler/record.ts';
import { replayEvent } from '../../src/reconcile/replay-event.ts';
import { handlerFile } from '../built.ts';
import { frontOf } from '../front.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { createBucket } from './create-bucket.ts';
import { createTable } from './create-table.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { type NotifyingBucket, notifyingBucket } from './notifying-bucket.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

const TABLE = 'FileMetadata';
const LOWEST = '0'.repeat(32);

let aws: TestAws;
let running: RunningFunction;
let bucket: NotifyingBucket;

beforeAll(async () => {
  aws = await startAws();
  await createTable(aws.clients.dynamodb, TABLE);
  await createBucket(aws.clients.s3, 'files', 'versioned');
  bucket = notifyingBucket(aws.clients.s3, 'files');
  running = await start(aws.target.endpoint ?? '');
});

afterAll(async () => {
  await running.close();
  await aws.close();
});

function start(endpoint: string, bucketName = 'files'): Promise<RunningFunction> {
  const target = { ...aws.target, endpoint };
  return startFunction(handlerFile, { target, bucket: bucketName, table: TABLE });
}

async function replay(...keys: readonly string[]): Promise<void> {
  expect(await running.invoke(replayEvent('files', keys, new Date()))).toEqual({});
}

async function deliver(notification: unknown): Promise<void> {
  expect(await running.invoke(notification)).toEqual({});
}

async function row(filename: string): Promise<Record<string, unknown> | undefined> {
  const Key = { filename: { S: filename } };
  const get = new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true });
  const { Item } = await aws.clients.dynamodb.send(get);
  return Item && unmarshall(Item);
}

async function write(item: Record<string, unknown>): Promise<void> {
  await aws.clients.dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: marshall(item) }));
}

const outcomesOf = (key: string) =>
  running.log.filter((entry) => entry['key'] === key).map(({ outcome }) => outcome);

test('a replay records an object that no event announced, and every event still wins', async () => {
  const created = await bucket.put('unannounced.txt', 'content');
  await replay('unannounced.txt');
  const head = await aws.clients.s3.send(new HeadObjectCommand({ Bucket: 'files', Key: 'unannounced.txt' }));
  expect(await row('unannounced.txt')).toMatchObject({
    size: 7,
    status: 'described',
    sequencer: LOWEST,
    versionId: head.VersionId,
    uploadTime: head.LastModified?.toISOString(),
  });
  await deliver(created);
  expect(await row('unannounced.txt')).toMatchObject({
    sequencer: paddedSequencer(created.Records[0]?.s3.object.sequencer ?? ''),
    uploadTime: created.Records[0]?.eventTime,
  });
});

test('a replay of what is nowhere leaves it nowhere', async () => {
  await replay('nowhere.txt');
  expect(await row('nowhere.txt')).toBeUndefined();
  expect(outcomesOf('nowhere.txt')).toEqual(['unchanged']);
});

test('a replay of a removed object leaves a tombstone that its own late creation cannot undo', async () => {
  const created = await bucket.put('lost removal.txt', 'x');
  await deliver(created);
  await bucket.remove('lost removal.txt');
  await replay('lost removal.txt', 'lost removal.txt');
  const sequencer = paddedSequencer(created.Records[0]?.s3.object.sequencer ?? '');
  expect(await row('lost removal.txt')).toMatchObject({ status: 'removed', sequencer });
  await deliver(created);
  expect(await row('lost removal.txt')).toMatchObject({ status: 'removed', sequencer });
  expect(outcomesOf('lost removal.txt').toSorted()).toEqual(['removed', 'stored', 'superseded', 'unchanged']);
});

test('a replay brings a stale row up to date, with the sequencer that it had', async () => {
  const first = await bucket.put('stale.txt', 'one');
  await deliver(first);
  await bucket.put('stale.txt', 'second');
  await replay('stale.txt');
  expect(await row('stale.txt')).toMatchObject({
    size: 6,
    sequencer: paddedSequencer(first.Records[0]?.s3.object.sequencer ?? ''),
  });
});

test('a replay brings back what is in the bucket again', async () => {
  await deliver(await bucket.put('back.txt', 'x'));
  const marked = await bucket.remove('back.txt');
  await deliver(marked);
  await bucket.remove('back.txt', marked.Records[0]?.s3.object.versionId);
  await replay('back.txt');
  const restored = await row('back.txt');
  expect(restored).toMatchObject({ status: 'described', size: 1 });
  expect(restored).not.toHaveProperty('expiresAt');
});

test('a replay notices another version with the same bytes', async () => {
  const old = await bucket.put('twin.txt', 'same');
  const current = await bucket.put('twin.txt', 'same');
  await deliver(current);
  await bucket.remove('twin.txt', current.Records[0]?.s3.object.versionId);
  await replay('twin.txt');
  expect(await row('twin.txt')).toMatchObject({ versionId: old.Records[0]?.s3.object.versionId });
});

test('a replay leaves a row alone that fits its object', async () => {
  await deliver(await bucket.put('fitting.txt', 'x'));
  const before = await row('fitting.txt');
  await replay('fitting.txt');
  expect(await row('fitting.txt')).toEqual(before);
  expect(outcomesOf('fitting.txt')).toEqual(['stored', 'unchanged']);
});

test('a replay describes anew what another extractor described, and keeps the exact time', async () => {
  await deliver(await bucket.put('outdated.txt', 'x'));
  const before = await row('outdated.txt');
  await write({ ...before, extractor: '0' });
  await replay('outdated.txt');
  expect(await row('outdated.txt')).toEqual({ ...before, extractor: EXTRACTOR });
});

test('a replay notices the same bytes that were sent again where no versions are kept', async () => {
  await createBucket(aws.clients.s3, 'plain', 'unversioned');
  const plain = await start(aws.target.endpoint ?? '', 'plain');
  onTestFinished(() => plain.close());
  const sent = await notifyingBucket(aws.clients.s3, 'plain').put('again.txt', 'same');
  const stored = (eventTime: Date) => ({
    Records: sent.Records.map((record) => ({ ...record, eventTime: eventTime.toISOString() })),
  });
  const outcomeOf = async (eventTime: Date) => {
    await plain.invoke(stored(eventTime));
    await plain.invoke(replayEvent('plain', ['again.txt'], new Date()));
    await aws.clients.dynamodb.send(
      new DeleteItemCommand({ TableName: TABLE, Key: { filename: { S: 'again.txt' } } }),
    );
    return plain.log.at(-1)?.['outcome'];
  };
  expect(await outcomeOf(new Date())).toBe('unchanged');
  expect(await outcomeOf(new Date(Date.now() - 3_600_000))).toBe('stored');
});

test('a replay tries a file again that could not be understood', async () => {
  await deliver(await bucket.put('failed.txt', 'x'));
  await write({ ...(await row('failed.txt')), status: 'failed', reason: 'it was dark' });
  await replay('failed.txt');
  const again = await row('failed.txt');
  expect(again).toMatchObject({ status: 'described' });
  expect(again).not.toHaveProperty('reason');
});

test('a replay replaces a row from before filepipe', async () => {
  await bucket.put('older.txt', 'content');
  await write({ filename: 'older.txt', size: 10, uploadTime: '2026-01-02T03:04:05Z', bucket: 'files' });
  await replay('older.txt');
  expect(await row('older.txt')).toMatchObject({ size: 7, sequencer: LOWEST, status: 'described' });
});

test.each(['a b+c%20ü.pdf', '日本語/с пробелом.txt', 'emoji 🎉.png', "(a)!'b'*~.txt", '%2B', 'line\nbreak'])(
  'a replay is about exactly the name %j',
  async (key) => {
    await bucket.put(key, 'content');
    await replay(key);
    expect(await row(key)).toMatchObject({ filename: key, size: 7 });
  },
);

test('a replay about another bucket is refused', async () => {
  const { error } = await running.invoke(replayEvent('others', ['x.txt'], new Date()));
  expect(error).toMatch('x.txt (Error: the event is about bucket others, and the table about files)');
});

test('an object and a row that change between look and write are looked at again', async () => {
  await deliver(await bucket.put('moving.txt', 'one'));
  await bucket.put('moving.txt', 'second');
  let writes = 0;
  // What another replay would do just before this one writes.
  const late = await startBehindFront(async () => {
    writes += 1;
    if (writes > 1) return;
    await bucket.put('moving.txt', 'and third');
    await replay('moving.txt');
  });
  expect(await late.invoke(replayEvent('files', ['moving.txt'], new Date()))).toEqual({});
  expect(writes).toBe(1);
  expect(await row('moving.txt')).toMatchObject({ size: 9 });
});

test('a new row is not overwritten by a replay that found none', async () => {
  await bucket.put('newcomer.txt', 'one');
  let writes = 0;
  const late = await startBehindFront(async () => {
    writes += 1;
    if (writes === 1) await deliver(await bucket.put('newcomer.txt', 'second'));
  });
  expect(await late.invoke(replayEvent('files', ['newcomer.txt'], new Date()))).toEqual({});
  expect(await row('newcomer.txt')).toMatchObject({ size: 6, sequencer: expect.not.stringMatching(LOWEST) });
});

test('a replay gives up, and fails its event, when the row never holds still', async () => {
  await deliver(await bucket.put('restless.txt', 'x'));
  const restless = await startBehindFront(async () => {
    await write({ ...(await row('restless.txt')), etag: String(Math.random()) });
  });
  await write({ ...(await row('restless.txt')), etag: 'other' });
  const { error } = await restless.invoke(replayEvent('files', ['restless.txt'], new Date()));
  expect(error).toMatch(/restless\.txt \(Error: the row was changed by others at each of 10 attempts\)/);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'bucket and table are equal after lost, late and repeated events among replays (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const key = `turmoil ${seed}.txt`;
    const events = await turmoil(random, key);
    await together(random.shuffled([...random.some(events), ...replays(2, key)]));
    await replay(key);
    expect(await row(key)).toMatchObject(await expected(key));
    await together(random.shuffled([...events, ...random.some(events), ...replays(2, key)]));
    expect(await row(key)).toMatchObject(await expected(key));
  },
);

/** A function that has this done before each of its writes to the table. */
async function startBehindFront(beforeWrite: () => Promise<void>): Promise<RunningFunction> {
  const front = await frontOf(aws.target.endpoint ?? '', async ({ headers }) => {
    if (String(headers['x-amz-target']).endsWith('.PutItem')) await beforeWrite();
  });
  const started = await start(front.endpoint);
  onTestFinished(async () => {
    await started.close();
    await front.close();
  });
  return started;
}

const replays = (count: number, key: string) =>
  Array.from({ length: count }, () => replayEvent('files', [key], new Date()));

async function together(events: readonly unknown[]): Promise<void> {
  await Promise.all(events.map(deliver));
}

/** Changes of one object among which some of their events come, and replays. */
async function turmoil(random: SeededRandom, key: string): Promise<readonly object[]> {
  const events: object[] = [];
  for (let step = 0; step < 12; step++) {
    const change = random.chance(0.65) ? bucket.put(key, 'x'.repeat(step)) : bucket.remove(key);
    const disturbance = random.chance(0.5) ? [...random.some(events), ...replays(2, key)] : [];
    const [event] = await Promise.all([change, together(disturbance)]);
    events.push(event);
  }
  return events;
}

async function expected(key: string): Promise<object> {
  try {
    const head = await aws.clients.s3.send(new HeadObjectCommand({ Bucket: 'files', Key: key }));
    return { status: 'described', versionId: head.VersionId, size: head.ContentLength };
  } catch {
    return { status: 'removed' };
  }
}
