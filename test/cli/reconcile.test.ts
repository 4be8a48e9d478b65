import type { ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { EXTRACTOR } from '../../handler/extract/description.ts';
import { allClients } from '../../src/clients.ts';
import { frontOf } from '../front.ts';
import { zip } from '../local/lambda-zip.ts';
import { localUser } from './local-user.ts';

const BUCKET = 'filepipe-000000000000-us-east-1';
const TABLE = 'FileMetadata';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const objects = (text: string) => lines(text).map((line) => JSON.parse(line));

/** A user whose bucket tells the function nothing, unless asked to, and somebody who works on both sides of it. */
async function userWithoutEvents(...setup: readonly string[]) {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  const options = setup.length > 0 ? setup : ['--trigger', 'none', '--no-verify'];
  expect(await user.filepipe(['setup', '--local', ...options])).toMatchObject({ code: 0 });
  const env = JSON.parse((await user.filepipe(['local', 'env', '--json'])).stdout);
  const clients = await allClients({
    label: 'local',
    region: 'us-east-1',
    accountId: '000000000000',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    endpoint: env.AWS_ENDPOINT_URL,
    credentials: async () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    }),
  });
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  const { s3, dynamodb, lambda } = clients;
  return {
    ...user,
    aws: {
      endpoint: String(env.AWS_ENDPOINT_URL),
      keys: { AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY },
    },
    lambda,
    reconcile: (...more: readonly string[]) => user.filepipe(['reconcile', '--grace', '0', ...more]),
    put: (Key: string, Body = Key) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body })),
    remove: (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key })),
    async rows(): Promise<Record<string, Record<string, unknown>>> {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: TABLE, ConsistentRead: true }));
      return Object.fromEntries(Items.map((item) => [item['filename']?.S, unmarshall(item)]));
    },
    write: (row: Record<string, unknown>) =>
      dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: marshall(row) })),
    forget: (filename: string) =>
      dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key: marshall({ filename }) })),
  };
}

const nasty = [
  ' leading and trailing ',
  '100% + 50%2B.txt#top',
  'a b+c%20ü.pdf',
  'e\u0301 is not \u00e9',
  'emoji 🎉.png',
  'folder/',
  'line\nbreak',
  '\uff5e behind the emoji in UTF-16',
  `x'"&<>.csv`,
  'x'.repeat(1024),
];

test('a bucket that filled while nobody listened is found to be so, without a change, and then repaired', async () => {
  const { reconcile, put, rows, filepipe } = await userWithoutEvents();
  for (const key of nasty) await put(key);
  const checked = await reconcile('--check');
  expect(checked.code).toBe(4);
  expect(checked.stdout.split('\n')).toContain('missing   line\\nbreak');
  expect(lines(checked.stdout)).toHaveLength(nasty.length);
  expect(checked.stderr).toContain('10 names compared: 10 differences (10 missing)\n');
  expect(await rows()).toEqual({});
  expect((await filepipe(['logs'])).stdout).toBe('');

  const repaired = await reconcile('--json');
  expect(repaired.code).toBe(0);
  const result = {
    event: 'result',
    compared: nasty.length,
    differences: { missing: nasty.length, stale: 0, orphaned: 0, outdated: 0 },
    repaired: nasty.length,
    different: 0,
  };
  const told = objects(repaired.stdout);
  expect(told.at(-1)).toEqual(result);
  expect(told.slice(0, -1)).toHaveLength(nasty.length);
  expect(told).toEqual(
    expect.arrayContaining(
      nasty.map((key) => ({ event: 'difference', key, difference: 'missing', outcome: 'repaired' })),
    ),
  );
  const after = await rows();
  for (const key of nasty) expect(after[key]).toMatchObject({ size: Buffer.byteLength(key) });
  const again = await reconcile('--check');
  expect([again.code, again.stdout]).toEqual([0, '']);
  expect(again.stderr).toContain('10 names compared: bucket and table are equal\n');
});

test('each kind of difference is named, and goes', async () => {
  const user = await userWithoutEvents();
  const names = ['equal', 'failed', 'orphaned', 'outdated', 'stale', 'removed'];
  for (const key of names) await user.put(key);
  expect((await user.reconcile()).code).toBe(0);
  await user.put('missing');
  await user.put('stale', 'other bytes');
  await user.remove('orphaned');
  await user.remove('removed');
  expect((await user.reconcile('--prefix', 'removed')).stdout).toBe('repaired   orphaned  removed\n');
  const before = await user.rows();
  await user.write({ ...before['outdated'], extractor: '0' });
  await user.write({ ...before['failed'], status: 'failed', reason: 'it was dark' });

  const sorted = (text: string) => lines(text).toSorted();
  const four = ['missing   missing', 'orphaned  orphaned', 'outdated  outdated', 'stale     stale'];
  expect(sorted((await user.reconcile('--check')).stdout)).toEqual(four);
  expect(sorted((await user.reconcile('--check', '--failed')).stdout)).toEqual(
    ['failed    failed', ...four].toSorted(),
  );
  expect(sorted((await user.reconcile('--check', '--only', 'failed,stale')).stdout)).toEqual(
    ['failed    failed', 'stale     stale'].toSorted(),
  );
  expect(sorted((await user.reconcile('--check', '--prefix', 'o')).stdout)).toEqual(four.slice(1, 3));

  const repaired = await user.reconcile('--failed');
  expect([repaired.code, sorted(repaired.stdout)]).toEqual([
    0,
    ['failed    failed', ...four].map((line) => `repaired   ${line}`).toSorted(),
  ]);
  const after = await user.rows();
  expect(after['equal']).toEqual(before['equal']);
  expect(after['removed']).toEqual(before['removed']);
  expect(after['missing']).toMatchObject({ status: 'described', sequencer: '0'.repeat(32) });
  expect(after['stale']).toMatchObject({ size: 11 });
  expect(after['orphaned']).toMatchObject({ status: 'removed' });
  expect(after['outdated']).toMatchObject({ extractor: EXTRACTOR });
  expect(after['failed']).toMatchObject({ status: 'described' });
  expect((await user.reconcile('--check', '--failed')).code).toBe(0);
});

test('what is repaired stays so when the events come after all', async () => {
  const user = await userWithoutEvents('--no-verify');
  await user.put('normal');
  await expect.poll(user.rows).toHaveProperty('normal');
  await user.forget('normal');
  expect((await user.reconcile()).stdout).toBe('repaired   missing   normal\n');
  await user.put('normal', 'again');
  await expect
    .poll(async () => (await user.rows())['normal'])
    .toMatchObject({
      size: 5,
      sequencer: expect.not.stringMatching(/^0{32}$/),
    });
  expect((await user.reconcile('--check')).code).toBe(0);
});

test('a check that finds what has just come waits for its event', async () => {
  const user = await userWithoutEvents();
  let put: Promise<unknown> | undefined;
  const { endpoint, close } = await frontOf(user.aws.endpoint, async ({ url }) => {
    // As late as can be: how long the program takes to start is of no account.
    if (url?.includes('list-type=2')) put ??= user.put('young');
    await put;
  });
  onTestFinished(close);
  const env = { ...user.aws.keys, AWS_REGION: 'us-east-1' };
  const args = ['reconcile', '--check', '--grace', '2', '--endpoint-url', endpoint];
  const run = await user.filepipe(args, { env });
  expect([run.code, run.stdout]).toEqual([4, 'missing   young\n']);
  expect(run.stderr).toMatch(/waiting up to 2 s for events that may be on their way: 1 name/);
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'after %s the next run goes on, and --restart does not',
  async (by) => {
    const user = await userWithoutEvents();
    const count = 12;
    for (let index = 0; index < count; index++) await user.put(`file-${String(index).padStart(2, '0')}`);
    const slow = await user.filepipe(['reconcile', '--grace', '0', '--rate', '1'], {
      started: (child) => stopAfterLines(child, 3, by),
    });
    expect(slow.code).toBe(by === 'SIGINT' ? 130 : null);
    if (by === 'SIGINT') expect(slow.stderr).toContain('stopped. filepipe reconcile goes on there');
    const done = lines(slow.stdout).length;
    expect(done).toBeLessThan(count);
    expect(Object.keys(await user.rows()).length).toBeLessThan(count);

    const again = await user.reconcile('--json');
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringMatching(/going on where the run of 20\d\d-\S+Z was stopped/),
    ]);
    const { compared, differences, repaired } = objects(again.stdout).at(-1);
    expect([compared, repaired]).toEqual([count, differences.missing]);
    expect(Object.keys(await user.rows())).toHaveLength(count);
    expect((await user.reconcile('--check')).code).toBe(0);
    const state = join(user.home, '.local', 'state', 'filepipe', 'reconcile');
    expect(
      (await readdir(state, { recursive: true, withFileTypes: true })).filter((it) => it.isFile()),
    ).toEqual([]);
  },
);

test('an interrupted run is not carried on by one about something else, nor against the will', async () => {
  const user = await userWithoutEvents();
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await user.put(key);
  const stop = () =>
    user.filepipe(['reconcile', '--grace', '0', '--rate', '1'], {
      started: (child) => stopAfterLines(child, 2, 'SIGINT'),
    });
  expect((await stop()).code).toBe(130);
  const check = await user.reconcile('--check', '--json');
  expect(check.stderr).not.toContain('going on');
  expect(objects(check.stdout).at(-1).compared).toBe(6);
  expect((await stop()).code).toBe(130);
  const anew = await user.reconcile('--restart', '--json');
  expect(anew.stderr).not.toContain('going on');
  expect(objects(anew.stdout).at(-1)).toMatchObject({ compared: 6, different: 0 });
});

test('only one run at a time works on an install', async () => {
  const user = await userWithoutEvents();
  for (const key of ['a', 'b', 'c', 'd']) await user.put(key);
  let second: ReturnType<typeof user.reconcile> | undefined;
  const first = await user.filepipe(['reconcile', '--grace', '0', '--rate', '2'], {
    started: (child) =>
      child.stdout?.once('data', () => {
        // However long the second takes to start, the first is still there.
        child.kill('SIGSTOP');
        second = user.reconcile('--check').finally(() => child.kill('SIGCONT'));
      }),
  });
  expect(first.code).toBe(0);
  expect(await second).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('another filepipe reconcile is at work on this install'),
  });
});

test('rows of an older filepipe wait for setup while the function is an older one, too', async () => {
  const user = await userWithoutEvents();
  await user.put('old');
  expect((await user.reconcile()).code).toBe(0);
  const [row] = Object.values(await user.rows());
  await user.write({ ...row, extractor: '0' });
  const ZipFile = await zip({ 'index.mjs': 'export const handler = async () => {};' });
  await user.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'FilesProcessed', ZipFile }));
  const refused = await user.reconcile();
  expect([refused.code, refused.stdout]).toEqual([3, 'different  outdated  old\n']);
  expect(refused.stderr).toMatch(/1 row still differs, and the function on AWS is not the one/);
  expect(refused.stderr).toContain('run filepipe setup first');
  expect((await user.filepipe(['setup', '--no-verify'])).code).toBe(0);
  expect(await user.reconcile()).toMatchObject({ code: 0, stdout: 'repaired   outdated  old\n' });
});

test('setup says what lies in the bucket already, and makes rows for it when told to', async () => {
  const user = await userWithoutEvents();
  await user.put('earlier');
  const hinted = await user.filepipe(['setup', '--trigger', 'all']);
  expect(hinted.code).toBe(0);
  expect(hinted.stderr).toContain('the bucket holds files that are not in the table: filepipe reconcile');
  expect(await user.rows()).not.toHaveProperty('earlier');

  const filled = await user.filepipe(['setup', '--backfill', '--json']);
  expect(filled.code).toBe(0);
  expect(objects(filled.stdout).at(-1)).toMatchObject({
    event: 'result',
    backfill: { differences: { missing: 1 }, repaired: 1, different: 0 },
  });
  expect(await user.rows()).toHaveProperty('earlier');
  const quiet = await user.filepipe(['setup']);
  expect([quiet.code, quiet.stderr]).toEqual([0, expect.not.stringContaining('reconcile')]);
});

test('a difference that there is not, and a rate that is none, are wrong usage', async () => {
  const { filepipe } = await localUser();
  const only = await filepipe(['reconcile', '--only', 'missing,lost']);
  expect([only.code, only.stderr]).toEqual([2, expect.stringContaining('there is no difference "lost"')]);
  expect((await filepipe(['reconcile', '--rate', '0'])).code).toBe(2);
});

/** Once that many lines have come on stdout. */
function stopAfterLines(child: ChildProcess, count: number, signal: 'SIGINT' | 'SIGKILL'): void {
  let seen = 0;
  child.stdout?.on('data', (piece: Buffer) => {
    const before = seen;
    seen += piece.toString().split('\n').length - 1;
    if (before < count && seen >= count) child.kill(signal);
  });
}
