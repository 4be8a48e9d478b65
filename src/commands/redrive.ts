import { dynamoDbClient, lambdaClient, s3Client, sqsClient } from '../clients.ts';
import { UsageError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import type { FailedEvent } from '../redrive/failed-event.ts';
import { countMessages, type FailureQueue, openFailureQueue } from '../redrive/failure-messages.ts';
import { peek } from '../redrive/peek.ts';
import { redriveEvents } from '../redrive/redrive.ts';
import { plural } from '../report/format.ts';
import { redriveError, redrivenLines, redrivenText, reportRedrive, waitingLines } from '../report/redrive.ts';
import { type Arguments, type Call, command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

const options = {
  ...nameOptions,
  key: { type: 'text', value: '<name>', summary: 'only what is about this file' },
  prefix: { type: 'text', value: '<text>', summary: 'only what is about files whose names begin with this' },
  limit: { type: 'number', value: '<events>', min: 1, max: 1_000_000, summary: 'at most so many' },
  rate: { type: 'number', value: '<events>', min: 1, max: 1000, summary: 'how many a second (10)' },
  list: { type: 'flag', summary: 'show what waits, and leave it there' },
  wait: { type: 'switch', summary: 'do not wait for what becomes of it' },
  waitTimeout: {
    type: 'number',
    value: '<seconds>',
    min: 1,
    max: 3600,
    summary: 'how long to wait for that (300)',
  },
} as const;

export const redrive = command({
  options,
  examples: [
    ['filepipe redrive --list', 'what the function failed on, and why'],
    ['filepipe redrive', 'all of it once more'],
    ['filepipe redrive --key photos/hill.jpg', 'one file'],
    ['filepipe redrive --prefix photos/ --rate 2', 'one folder, at leisure'],
  ],
  notes: `An event leaves the failure queue once Lambda has taken it back. Lambda tries it up to three
times within some minutes; if it fails again it returns to the queue. Doing so twice is harmless.`,
  outlivesReader: true,
  interrupted: 'What has no line waits in the failure queue still: filepipe redrive --list',
  async run(call) {
    const { terminal, control } = call;
    const wants = wishOf(call.options);
    const { target, install, overrides } = await openInstall(call);
    const names = namesOf(target, { install, overrides });
    const queue = await openFailureQueue(await sqsClient(target), names.failureQueue);
    if (call.options.list) return await list(call, queue, wants);
    const aws = {
      s3: await s3Client(target),
      lambda: await lambdaClient(target),
      dynamodb: await dynamoDbClient(target),
    };
    const { limit = Number.POSITIVE_INFINITY, rate = 10, wait, waitTimeout = 300 } = call.options;
    const wish = { wants, limit, perSecond: rate, waitSeconds: wait ? waitTimeout : undefined };
    const report = await reportRedrive(terminal, await countMessages(queue, control.signal));
    const watched = { ...control, waiting: report.waiting };
    const work = redriveEvents(aws, { queue, names }, wish, watched, report.event);
    const done = await work.finally(report.close);
    for (const line of redrivenLines(terminal, done)) await terminal.out.write(`${line}\n`);
    terminal.tell(redrivenText(done));
    const error = redriveError(done);
    if (error !== undefined) throw error;
    return 0;
  },
});

type RedriveCall = Call<Arguments, typeof options>;
type Wants = (event: FailedEvent) => boolean;

function wishOf({ key, prefix }: RedriveCall['options']): Wants {
  if (key !== undefined && prefix !== undefined)
    throw new UsageError('--key and --prefix exclude each other', { hint: 'leave one out' });
  if (key !== undefined) return ({ keys }) => keys.includes(key);
  if (prefix !== undefined) return ({ keys }) => keys.some((it) => it.startsWith(prefix));
  return () => true;
}

/** How many messages are looked at when nobody says. */
const LISTED = 100;

async function list(
  { options: { limit = LISTED }, terminal, control }: RedriveCall,
  queue: FailureQueue,
  wants: Wants,
): Promise<number> {
  const { messages, complete } = await peek(queue, limit, control.signal);
  const wanted = messages.filter(({ event }) => event === undefined || wants(event));
  for (const message of wanted) await terminal.out.write(`${waitingLines(terminal, message).join('\n')}\n`);
  if (!complete)
    terminal.tell(
      `looked at ${plural(limit, 'message')} of about ${await countMessages(queue, control.signal)}`,
    );
  terminal.tell(wanted.length === 0 ? 'nothing waits' : `${plural(wanted.length, 'message')} waiting`);
  return 0;
}
