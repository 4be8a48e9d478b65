import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import type { Control } from '../../src/control.ts';
import { namesOf } from '../../src/provision/names.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { replayEvent } from '../../src/reconcile/replay-event.ts';
import { type FailureQueue, openFailureQueue } from '../../src/redrive/failure-messages.ts';
import { peek } from '../../src/redrive/peek.ts';
import { type RedriveOptions, redriveEvents } from '../../src/redrive/redrive.ts';
import type { SendingEvent } from '../../src/redrive/send-again.ts';
import { sleep } from '../../src/wait.ts';
import { codeFile } from '../built.ts';
import { eventually } from '../eventually.ts';
import { type LeapingClock, leapingClock } from '../leaping-clock.ts';
import { zip } from '../local/lambda-zip.ts';
import { unendedRuns } from '../local/unended-runs.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

const settings = settingsFrom({});
const { signal } = new AbortController();
let aws: TestAws;
let clock: LeapingClock;
let queue: FailureQueue;

beforeEach(async () => {
  clock = leapingClock();
  aws = await startAws({ clock });
  await setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile });
  queue = await openFailureQueue(aws.clients.sqs, names().failureQueue);
});
afterEach(async () => {
  await aws.close();
  clock.stop();
});

const names = () => namesOf(aws.target, settings);
const everything = { wants: () => true, limit: Number.POSITIVE_INFINITY, perSecond: 1000, waitSeconds: 300 };

it('leads to the rows of files that came while the function was switched off, and leaves the queue empty', async () => {
  const keys = Array.from({ length: 25 }, (_, at) => `folder/${at} ü.txt`);
  await givenUp(...keys);
  const { outcomes, told } = await redriven({});
  expect(told.map(({ state }) => state)).toEqual(Array(25).fill('sent'));
  expect([outcomes?.stored.length, outcomes?.failedAgain, outcomes?.open]).toEqual([25, [], []]);
  for (const key of keys) expect(await rowOf(key)).toMatchObject({ status: 'described' });
  expect(await waiting()).toEqual([]);
  expect((await redriven({})).sent).toEqual([]);
});

it('follows a replay until the row is about what the bucket holds', async () => {
  const Payload = JSON.stringify(replayEvent(names().bucket, ['gone', 'there'], new Date()));
  await givenUp('there');
  await switchOff();
  const { function: FunctionName } = names();
  await aws.clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  await eventually(async () => expect(await waiting()).toHaveLength(2));
  await aws.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const { outcomes } = await redriven({ wants: ({ keys }) => keys.includes('gone') });
  expect([outcomes?.stored.length, outcomes?.failedAgain, outcomes?.open]).toEqual([1, [], []]);
  expect(await rowOf('there')).toMatchObject({ status: 'described', size: 5 });
  expect(await rowOf('gone')).toBeUndefined();
});

it('sends only what is wanted, and lets others see the rest at once', async () => {
  await givenUp('a/1', 'a/2', 'a/3', 'b/1');
  const { sent } = await redriven({
    wants: ({ keys }) => keys.every((key) => key.startsWith('a/')),
    limit: 2,
  });
  expect(sent).toHaveLength(2);
  expect(await waiting()).toHaveLength(2);
  expect(await waiting()).toContain('b/1');
});

it('leaves what is no record of a failed event, and says so', async () => {
  const bodies = ['no JSON', 'null', '{"requestContext":null}', '{"requestContext":{"requestId":"x"}}'];
  for (const MessageBody of bodies)
    await queue.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
  await givenUp('a');
  const { sent, left, told } = await redriven({});
  expect([sent.length, left]).toEqual([1, 4]);
  expect(told.filter(({ state }) => state === 'left')).toHaveLength(4);
  expect(await waiting()).toEqual([undefined, undefined, undefined, undefined]);
});

it('loses nothing when it is stopped, and can be done again', async () => {
  await givenUp('1', '2', '3', '4', '5');
  const stop = new AbortController();
  const stopped = redriven({ perSecond: 1 }, { signal: stop.signal }, () => stop.abort(new Error('stopped')));
  await expect(stopped).rejects.toThrow();
  expect(stop.signal.aborted).toBe(true);
  expect(await waiting()).toHaveLength(4);
  const { outcomes } = await redriven({});
  expect(outcomes?.stored).toHaveLength(4);
  for (const key of ['1', '2', '3', '4', '5'])
    await eventually(async () => expect(await rowOf(key)).toBeDefined());
});

it('tells of what fails again, which is back in the queue with its error', async () => {
  await givenUp('bad');
  await runs("export const handler = async () => { throw new TypeError('bad again'); };");
  // Lambda tries again after one minute and two. Meanwhile what was looked at comes back by itself.
  const { sent, outcomes } = await leapingDuring(redriven({}));
  expect(sent).toHaveLength(1);
  expect(outcomes?.failedAgain).toMatchObject([
    { keys: ['bad'], attempts: 3, error: 'TypeError: bad again' },
  ]);
  expect([outcomes?.open, await waiting()]).toEqual([[], ['bad']]);
});

it('is not endless where the function gives up at once', async () => {
  await givenUp('1', '2');
  await switchOff();
  const { sent, outcomes } = await redriven({});
  expect([sent.length, outcomes?.failedAgain.length, (await waiting()).length]).toEqual([2, 2, 2]);
});

it('tells of what nothing was seen in time', async () => {
  await givenUp('unseen');
  await runs('export const handler = async () => {};');
  const { outcomes } = await redriven({ waitSeconds: 1 });
  expect(outcomes?.open.map(({ event }) => event.keys)).toEqual([['unseen']]);
});

it('sends no faster than it may', async () => {
  await givenUp('1', '2', '3', '4', '5', '6');
  const pauses: number[] = [];
  let now = 0;
  const slow = {
    now: () => now,
    sleep: async (seconds: number) => {
      pauses.push(seconds);
      now += seconds * 1000;
    },
  };
  await redriven({ perSecond: 2, waitSeconds: undefined }, slow);
  expect(pauses).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
});

it('stops where there is no function, with everything left in the queue', async () => {
  await givenUp('1', '2');
  await aws.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: names().function }));
  await expect(redriven({})).rejects.toThrow('there is no function FilesProcessed');
  expect(await waiting()).toHaveLength(2);
});

it('says that there is no queue', async () => {
  await expect(openFailureQueue(aws.clients.sqs, 'none')).rejects.toThrow('there is no failure queue none');
});

/** The time leaps whenever the function does nothing, until `work` has ended. */
async function leapingDuring<T>(work: Promise<T>): Promise<T> {
  const end = new AbortController();
  const ended = work.finally(() => end.abort());
  const leaps = (async () => {
    for (;;) {
      await sleep(0.3, end.signal);
      if ((await unendedRuns(aws.clients.logs, names().function)).length === 0) clock.advance(30_000);
    }
  })();
  await Promise.allSettled([ended, leaps]);
  return await ended;
}

async function runs(source: string): Promise<void> {
  const ZipFile = await zip({ 'index.mjs': source });
  await aws.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: names().function, ZipFile }));
}

async function redriven(
  options: Partial<RedriveOptions>,
  control: Partial<Control> = {},
  tell: (event: SendingEvent) => void = () => {},
) {
  const told: SendingEvent[] = [];
  const here = { ...quickControl(), now: Date.now, sleep, ...control };
  const wish = { ...everything, ...options };
  const done = await redriveEvents(aws.clients, { queue, names: names() }, wish, here, (event) => {
    told.push(event);
    tell(event);
  });
  return { ...done, told };
}

/** Stores files of which the function, being switched off, never hears. */
async function givenUp(...keys: readonly string[]): Promise<void> {
  const { function: FunctionName, bucket: Bucket } = names();
  const before = (await waiting()).length;
  await switchOff();
  await Promise.all(keys.map((Key) => aws.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
  await eventually(async () => expect(await waiting()).toHaveLength(before + keys.length));
  await aws.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
}

async function switchOff(): Promise<void> {
  const off = { FunctionName: names().function, ReservedConcurrentExecutions: 0 };
  await aws.clients.lambda.send(new PutFunctionConcurrencyCommand(off));
}

/** The files that wait in the queue; undefined for what is no event. */
async function waiting() {
  const { messages } = await peek(queue, 100, signal);
  return messages.map(({ event }) => event?.keys[0]);
}

async function rowOf(key: string) {
  return await getRow(aws.clients.dynamodb, names().table, key, signal);
}
