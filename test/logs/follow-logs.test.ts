import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type FilterLogEventsRequest,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { followLogs } from '../../src/follow-logs.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

let aws: TestAws;
let group: string;
let groups = 0;
let lookedFrom: number[] = [];

beforeAll(async () => {
  aws = await startAws();
  aws.clients.logs.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const { startTime = 0, nextToken } = call.input as FilterLogEventsRequest;
        if (commandName === 'FilterLogEventsCommand' && nextToken === undefined) lookedFrom.push(startTime);
        return await next(call);
      },
    { step: 'initialize' },
  );
});
afterAll(() => aws.close());
beforeEach(async () => {
  group = `/aws/lambda/followed-${++groups}`;
  await aws.clients.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  for (const logStreamName of ['one', 'two'])
    await aws.clients.logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));
});

const start = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

/** Writes a line with the time of so many seconds after the start. */
async function log(message: string, seconds: number, logStreamName = 'one'): Promise<void> {
  const logEvents = [{ message, timestamp: start + seconds * 1000 }];
  await aws.clients.logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
}

/** Follows while `between` happens: one after the other at each pause; ends when all has happened. */
async function followed(
  between: readonly (() => Promise<void>)[],
  limit = 100,
  errorsOnly = false,
  sinceSeconds = 0,
) {
  lookedFrom = [];
  const stop = new AbortController();
  const shown: string[] = [];
  const pauses: number[] = [];
  const left = [...between];
  const control = {
    signal: stop.signal,
    waiting: () => {},
    now: Date.now,
    async sleep(seconds: number) {
      pauses.push(seconds);
      const next = left.shift();
      if (next === undefined) stop.abort(new Error('enough'));
      await next?.();
    },
  };
  const query = { group, since: new Date(start + sinceSeconds * 1000), limit, errorsOnly };
  const show = async (lines: readonly { readonly message: string }[]) => {
    shown.push(...lines.map(({ message }) => message));
  };
  await expect(followLogs(aws.clients.logs, query, show, control)).rejects.toThrow('enough');
  return { shown, pauses, lookedFrom };
}

it('shows the newest lines and then each new one once, those that come late as well', async () => {
  await log('a', 100);
  await log('b', 101);
  await log('c', 102);
  const { shown } = await followed(
    [
      () => log('d', 103),
      async () => {},
      // Of the same moment as one that is known, and of others before it.
      () => log('d', 103, 'two'),
      () => log('late', 60, 'two'),
      () => log('between', 101, 'two'),
      () => log('e', 200),
      () => log('f', 199, 'two'),
    ],
    2,
  );
  expect(shown).toEqual(['b', 'c', 'd', 'd', 'late', 'between', 'e', 'f']);
});

it('shows lines that come an hour late, once, when it looks back that far', async () => {
  await log('a', 4000);
  const nothing = Array(63).fill(async () => {});
  const { shown } = await followed([
    () => log('five minutes late', 3700, 'two'),
    ...nothing,
    () => log('an hour late', 400, 'two'),
    ...nothing,
    ...nothing,
    () => log('b', 4001),
  ]);
  expect(shown).toEqual(['a', 'five minutes late', 'an hour late', 'b']);
});

it('looks back less far in a busy log, and never before the time that was asked for', async () => {
  await log('too old', 99);
  await log('old', 100);
  const many = Array.from({ length: 10_000 }, (_, n) => ({ message: 'x', timestamp: start + 3_540_000 + n }));
  for (const logStreamName of ['one', 'two', 'one'])
    await aws.clients.logs.send(
      new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents: many }),
    );
  const { lookedFrom } = await followed(
    Array(8).fill(async () => {}),
    1,
    false,
    100,
  );
  const newest = start + 3_549_999;
  // 30,000 lines in the last minute are 100,000 in 200 seconds.
  const expected = [start + 100_000, ...Array(7).fill(newest - 60_000), newest - 200_000];
  expect(lookedFrom).toEqual(expected);
});

it('shows all that comes at once, however few lines were wanted at first, and in order', async () => {
  const { shown } = await followed(
    [
      async () => {
        await log('2', 20, 'two');
        await log('1', 10);
        await log('3', 30);
      },
    ],
    1,
  );
  expect(shown).toEqual(['1', '2', '3']);
});

it('shows only what went wrong when that is wanted', async () => {
  const { shown } = await followed(
    [() => log('fine', 10), () => log('x Task timed out after 3.00 seconds', 11)],
    10,
    true,
  );
  expect(shown).toEqual(['x Task timed out after 3.00 seconds']);
});

it('asks every few seconds and not more often', async () => {
  const { pauses } = await followed(Array(6).fill(async () => {}));
  expect(Math.min(...pauses)).toBeGreaterThan(0.7);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3);
});

it('says that there is no log group', async () => {
  const query = { group: '/aws/lambda/none', since: new Date(start), limit: 1, errorsOnly: false };
  const following = followLogs(aws.clients.logs, query, async () => {}, quickControl());
  await expect(following).rejects.toThrow('there is no log group /aws/lambda/none');
});
