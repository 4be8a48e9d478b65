import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import { allClients } from '../../src/clients.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { operatorPolicy } from '../../src/provision/operator-policy.ts';
import { readerPolicy } from '../../src/provision/reader-policy.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { replayEvent } from '../../src/reconcile/replay-event.ts';
import type { HopName } from '../../src/trace/trace.ts';
import { traceFile } from '../../src/trace/trace-file.ts';
import { codeFile } from '../built.ts';
import { eventually } from '../eventually.ts';
import { type LeapingClock, leapingClock } from '../leaping-clock.ts';
import { zip } from '../local/lambda-zip.ts';
import { unendedRuns } from '../local/unended-runs.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { roleTarget } from '../provision/role-target.ts';

const HOUR = 3_600_000;
const { signal } = new AbortController();
const settings = settingsFrom({});
let aws: TestAws;
let clock: LeapingClock;

beforeEach(async () => {
  clock = leapingClock();
  aws = await startAws({ clock });
  await setUp();
});
afterEach(async () => {
  await aws.close();
  clock.stop();
});

const setUp = () => setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile });

const names = () => namesOf(aws.target, settings);

async function put(key: string, Body = 'x'): Promise<void> {
  await aws.clients.s3.send(new PutObjectCommand({ Bucket: names().bucket, Key: key, Body }));
}

async function remove(key: string): Promise<void> {
  await aws.clients.s3.send(new DeleteObjectCommand({ Bucket: names().bucket, Key: key }));
}

async function stored(key: string, status = 'described'): Promise<void> {
  const row = () => getRow(aws.clients.dynamodb, names().table, key, signal);
  await eventually(async () => expect(await row()).toMatchObject({ status }));
}

/** Each hop as its state and what it says, and the one fix; looked at `later`, in milliseconds. */
async function traced(key: string, later = 0, clients = aws.clients) {
  const control = { ...quickControl(), now: () => clock.now() + later };
  const { hops, complete } = await traceFile(clients, aws.target, settings, key, control, codeFile);
  const hop = (name: HopName) => hops.find((it) => it.hop === name);
  const states = Object.fromEntries(hops.map((it) => [it.hop, it.state]));
  const fixes = hops.flatMap(({ fix }) => fix ?? []);
  const said = hops.flatMap(({ text, details }) => [text, ...details]).join('\n');
  return { complete, states, hop, said, fix: fixes[0], fixes: fixes.length };
}

/** Lets Lambda try as often as it does, until the event waits in the failure queue. */
async function settle(key: string): Promise<void> {
  const given = async () => {
    if ((await unendedRuns(aws.clients.logs, names().function)).length === 0) clock.advance(60_000);
    expect((await traced(key)).fix).toContain('filepipe redrive');
  };
  await eventually(given);
}

const matching = (pattern: RegExp) => expect.stringMatching(pattern);

const triggers = (NotificationConfiguration: object) =>
  aws.clients.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: names().bucket, NotificationConfiguration }),
  );

async function runs(source: string): Promise<void> {
  const ZipFile = await zip({ 'index.mjs': source });
  await aws.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: names().function, ZipFile }));
}

describe('a file that has its row', () => {
  it('has a time at each hop, with the request that led to the row', async () => {
    await put('folder/fine "1".txt', 'hello');
    await stored('folder/fine "1".txt');
    const { complete, states, hop } = await eventually(async () => {
      const way = await traced('folder/fine "1".txt');
      // The function writes the row before Lambda writes how long it ran.
      expect(way.hop('invocation')?.text).not.toBe('ran');
      return way;
    });
    expect([complete, states]).toEqual([true, { object: 'ok', event: 'ok', invocation: 'ok', row: 'ok' }]);
    expect(hop('object')).toMatchObject({
      text: '5 B',
      details: [/^ETag [0-9a-f]{32}$/, /^version /].map(matching),
    });
    expect(hop('event')?.text).toMatch(/^delivered after /);
    expect(hop('invocation')).toMatchObject({
      text: matching(/^\d.* s/),
      details: [matching(/^request [0-9a-f-]{36}$/)],
    });
    const times = ['event', 'invocation', 'row'].map((name) => hop(name as HopName)?.time ?? '');
    expect(times.every((time) => time.endsWith('Z'))).toBe(true);
    expect(times.toSorted()).toEqual(times);
  });

  it('tells of no event when its row came by a replay', async () => {
    await triggers({});
    await put('replayed.txt');
    const Payload = JSON.stringify(replayEvent(names().bucket, ['replayed.txt'], new Date(clock.now())));
    await aws.clients.lambda.send(new InvokeCommand({ FunctionName: names().function, Payload }));
    const { complete, hop } = await traced('replayed.txt');
    expect(complete).toBe(true);
    expect(hop('event')).toEqual({
      hop: 'event',
      state: 'ok',
      text: 'none of S3 came: filepipe reconcile made up for it',
      details: [],
    });
    expect(hop('invocation')?.state).toBe('ok');
  });

  it('may be too old for the log', async () => {
    await put('old.txt');
    await stored('old.txt');
    await aws.clients.logs.send(new DeleteLogGroupCommand({ logGroupName: names().logGroup }));
    const soon = await traced('old.txt');
    expect(soon.hop('invocation')?.text).toBe('not in the log yet, which takes some seconds');
    const { complete, hop } = await traced('old.txt', 31 * 24 * HOUR);
    expect(complete).toBe(true);
    expect(hop('invocation')).toMatchObject({
      state: 'unknown',
      text: 'the log keeps 30 days, and this is longer ago',
    });
  });

  it('may have one that another function wrote, which says little', async () => {
    await triggers({});
    await put('legacy.txt', 'old');
    const Item = { filename: { S: 'legacy.txt' }, size: { N: '3' }, uploadTime: { S: 'long ago' } };
    await aws.clients.dynamodb.send(new PutItemCommand({ TableName: names().table, Item }));
    const { complete, states, hop } = await traced('legacy.txt');
    expect([complete, states['invocation'], hop('row')?.text]).toEqual([true, 'unknown', 'there']);
  });

  it('may be one that was removed', async () => {
    await put('gone.txt');
    await stored('gone.txt');
    await remove('gone.txt');
    await stored('gone.txt', 'removed');
    const { complete, hop } = await traced('gone.txt');
    expect([complete, hop('object')?.text, hop('row')?.text]).toEqual([
      true,
      'deleted',
      'remembers the removal',
    ]);
  });
});

describe('a file without its row', () => {
  it('may be in neither place', async () => {
    const { complete, states, fix } = await traced('no/such.txt');
    expect([complete, states]).toEqual([false, { object: 'failed' }]);
    expect(fix).toContain('filepipe list-metadata --prefix no/');
  });

  it('stopped at the trigger when there is none', async () => {
    await triggers({});
    await put('untold.txt');
    const { states, hop, fix, fixes } = await traced('untold.txt');
    expect(states).toEqual({ object: 'ok', event: 'failed', invocation: 'unknown', row: 'failed' });
    expect(hop('event')?.text).toBe('trigger filepipe is missing: S3 tells nobody of files');
    expect([fix, fixes]).toEqual(['let setup put it right: filepipe setup', 1]);
  });

  it('stopped at a trigger that is for other names', async () => {
    await triggers({ LambdaFunctionConfigurations: [onlyBelow('photos/')] });
    await put('music/a.mp3');
    const { states, hop } = await traced('music/a.mp3');
    expect(states['event']).toBe('failed');
    expect(hop('event')?.text).toBe('trigger filepipe only takes names that begin with photos/');
  });

  it('stopped where S3 may not run the function', async () => {
    const { invokeStatement: StatementId, function: FunctionName } = names();
    await aws.clients.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    await put('forbidden.txt');
    const { hop } = await traced('forbidden.txt');
    expect(hop('event')).toMatchObject({
      state: 'failed',
      text: matching(/^invoke permission .* is missing/),
    });
  });

  it('is on its way at first, and lost when nothing is known of it later', async () => {
    await triggers({});
    await put('lost.txt');
    await setUp();
    const first = await traced('lost.txt');
    expect([first.states['row'], first.hop('row')?.text]).toEqual(['pending', 'there is none yet']);
    expect([first.states['event'], first.fix]).toEqual([
      'pending',
      'look again in a minute: filepipe trace lost.txt',
    ]);
    const later = await traced('lost.txt', HOUR);
    expect([later.states['event'], later.fix]).toEqual([
      'failed',
      'make table and bucket equal: filepipe reconcile --prefix lost.txt',
    ]);
  });

  it('was stored, when somebody has taken its row away', async () => {
    await put('robbed.txt');
    await stored('robbed.txt');
    const Key = { filename: { S: 'robbed.txt' } };
    await aws.clients.dynamodb.send(new DeleteItemCommand({ TableName: names().table, Key }));
    const { said, fix } = await traced('robbed.txt');
    expect(said).toContain('yet the table says otherwise');
    expect(fix).toContain('filepipe reconcile --prefix robbed.txt');
  });

  it('waits while Lambda tries again, with the error of the function', async () => {
    await runs(failingLikeOurs);
    await put('failing.txt');
    const failed = async () => expect((await traced('failing.txt')).states['invocation']).toBe('pending');
    await eventually(failed);
    const { said, hop, fix } = await traced('failing.txt');
    expect(said).toContain('failed failing.txt: Error: broken');
    expect([hop('event')?.state, hop('invocation')?.text]).toEqual(['ok', matching(/^failed, /)]);
    expect(fix).toBe('see why: filepipe logs --errors');
    await settle('failing.txt');
    const given = await traced('failing.txt');
    expect(given.hop('invocation')).toMatchObject({
      state: 'failed',
      text: 'given up after 3 attempts',
      details: ['Error: broken', matching(/^request /), 'the event waits in the failure queue'],
    });
    expect(given.fix).toMatch(/filepipe redrive --key failing\.txt$/);
    expect((await traced('failing.txt')).hop('invocation')?.state).toBe('failed');
  });

  it('may have broken the function without a word about it', async () => {
    await runs('export const handler = async () => process.exit(7);');
    await put('silent.txt');
    const seen = async () => expect((await traced('silent.txt', 90_000)).said).toContain('exit status 7');
    await eventually(seen);
    expect((await traced('silent.txt', 90_000)).states['invocation']).toBe('pending');
    await settle('silent.txt');
  });

  it('was given up at once while the function is switched off', async () => {
    const { function: FunctionName } = names();
    const off = { FunctionName, ReservedConcurrentExecutions: 0 };
    await aws.clients.lambda.send(new PutFunctionConcurrencyCommand(off));
    await put('off.txt');
    await settle('off.txt');
    expect((await traced('off.txt')).said).toContain('the function was switched off');
  });
});

describe('a row that is behind', () => {
  it('is of an earlier version', async () => {
    await put('twice.txt', 'one');
    await stored('twice.txt');
    await triggers({});
    await put('twice.txt', 'two');
    expect((await traced('twice.txt')).hop('row')).toMatchObject({
      state: 'failed',
      text: 'is of an earlier version',
    });
  });

  it('shows a file that is gone', async () => {
    await put('ghost.txt');
    await stored('ghost.txt');
    await triggers({});
    await remove('ghost.txt');
    const { hop, complete } = await traced('ghost.txt');
    expect([complete, hop('object')?.text]).toEqual([false, 'deleted']);
    expect(hop('row')?.text).toBe('is still there though the file is gone');
  });
});

describe('somebody who may not look everywhere', () => {
  it('is told so, as a reader, and as an operator sees what waits', async () => {
    await runs(failingLikeOurs);
    await put('watched.txt');
    await settle('watched.txt');
    const reader = await allClients(await roleTarget(aws, 'reader', readerPolicy(aws.target, settings)));
    const { said } = await traced('watched.txt', 0, reader);
    expect(said).toContain('these credentials may not look into the failure queue: filepipe policy operator');
    const policy = operatorPolicy(aws.target, settings);
    const operator = await allClients(await roleTarget(aws, 'operator', policy));
    expect((await traced('watched.txt', 0, operator)).said).toContain('waits in the failure queue');
  });
});

/** What our handler logs and throws when something is wrong with a file. */
const failingLikeOurs = `
export const handler = async ({ Records: [{ s3 }] }, { awsRequestId: requestId }) => {
  const { key, sequencer } = s3.object;
  const padded = sequencer.padEnd(32, '0');
  const entry = { level: 'ERROR', message: 'failed ' + key + ': Error: broken', key, sequencer: padded, outcome: 'failed', requestId };
  process.stdout.write(JSON.stringify(entry) + '\\n');
  throw new Error('broken');
};`;

function onlyBelow(prefix: string) {
  return {
    Id: names().notificationId,
    LambdaFunctionArn: arnsOf(aws.target, names()).function,
    Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
    Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
  };
}
