import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import type { KeptDocument } from '../../src/control.ts';
import type { InterceptedCall, Intervene } from '../../src/local/intervention.ts';
import { namesOf } from '../../src/provision/names.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { atCall, countCalls } from '../local/interventions.ts';
import { simulatedTime } from '../simulated-time.ts';
import { connect, startAws } from './aws.ts';
import { faultPoints, sampled } from './fault-points.ts';

// Somebody shares a bucket with an install, and adds a trigger of their own to its document meanwhile, whichever
// call of a setup or a teardown it is. S3 has no conditional write of that document, so one place cannot be made
// safe: between the last reading and the writing, which are two calls, nobody else's edit is seen.

const time = simulatedTime();
const counter = countCalls();
const aws = await startAws({ intervene: counter.intervene, clock: time.clock });
const theirs = await connect(aws.target, async () => {});
time.watch(aws.clients);
time.watch(theirs.clients);
await theirs.clients.sqs.send(new CreateQueueCommand({ QueueName: 'theirs' }));
afterAll(async () => {
  await theirs.close();
  await aws.close();
});

const kept: KeptDocument[] = [];
const control = { ...time.control, keep: async (document: KeptDocument) => void kept.push(document) };

/** One thing after another, so that nothing comes between two calls for the same thing. */
const up = (settings: ReturnType<typeof settingsFrom>) =>
  setup(aws.clients, aws.target, settings, control, () => {}, { codeFile: idleCodeFile, concurrency: 1 });
const down = (settings: ReturnType<typeof settingsFrom>) =>
  teardown(aws.clients, aws.target, settings, { keepData: true }, control, () => {});

/** An install in a bucket that is there already, and that others put triggers on. */
async function sharing(install: string) {
  const bucket = `shared-${install}`;
  await theirs.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await addTrigger(bucket, 'before');
  const settings = settingsFrom({ install, overrides: { bucket } });
  return { bucket, settings, ours: namesOf(aws.target, settings).notificationId };
}

// As calls come in clean runs; the tests are made of them.
const clean = await sharing('clean');
counter.restart();
await up(clean.settings);
const setupCalls = [...counter.calls];
counter.restart();
await down(clean.settings);
const teardownCalls = [...counter.calls];

const WRITE = 's3:PutBucketNotificationConfiguration';
let installs = 0;

/** Every call for the document, and some of the others; all of them with FILEPIPE_FAULTS=all. */
function pointsOf(calls: readonly string[]) {
  const points = faultPoints(calls, ['added']);
  const some = sampled(points.length, 5);
  return points.filter(
    ([, , { operation }], index) => operation.includes('BucketNotification') || some.includes(index + 1),
  );
}

describe("somebody's trigger, added meanwhile", () => {
  it('meets one write of the document in a setup, and one in a teardown', () => {
    expect([setupCalls, teardownCalls].map((calls) => calls.filter((call) => call === WRITE))).toEqual([
      [WRITE],
      [WRITE],
    ]);
  });

  it.each(pointsOf(setupCalls))('%s at %s of a setup', async (_kind, _title, point) => {
    const { bucket, settings, ours } = await sharing(`up${++installs}`);
    const edit = editAt(bucket);
    counter.restart(edit.watching(atCall(point, edit.now)));
    await up(settings);
    expect(await triggersOf(bucket)).toEqual(
      [ours, 'before', ...(edit.isLost() ? [] : ['meanwhile'])].sort(),
    );
    expect(edit.isLost()).toBe(point.operation === WRITE);
    const content = {
      QueueConfigurations: expect.arrayContaining([expect.objectContaining({ Id: 'before' })]),
    };
    expect(kept.filter(({ of }) => of === bucket)[0]).toMatchObject({ kind: 'triggers', content });
    counter.restart();
    await down(settings);
  });

  it.each(pointsOf(teardownCalls))('%s at %s of a teardown', async (_kind, _title, point) => {
    const { bucket, settings } = await sharing(`down${++installs}`);
    counter.restart();
    await up(settings);
    const edit = editAt(bucket);
    counter.restart(edit.watching(atCall(point, edit.now)));
    expect((await down(settings)).left).toEqual([]);
    expect(await triggersOf(bucket)).toEqual(['before', ...(edit.isLost() ? [] : ['meanwhile'])]);
    if (point.operation === WRITE) expect(edit.isLost()).toBe(true);
  });
});

/** Their edit of the document, and what became of it by the order of the calls. */
function editAt(bucket: string) {
  const order: ('our read' | 'our write' | 'their write')[] = [];
  let edited: Promise<void> | undefined;
  return {
    async now(): Promise<undefined> {
      edited = addTrigger(bucket, 'meanwhile');
      await edited;
      order.push('their write');
    },
    watching(next: Intervene): Intervene {
      return async (call) => {
        if (!isOurs(call)) return undefined;
        await edited;
        const intervention = await next(call);
        if (call.operation === 'GetBucketNotificationConfiguration') order.push('our read');
        if (call.operation === 'PutBucketNotificationConfiguration') order.push('our write');
        return intervention;
      };
    },
    /** Whether it came between our reading and our writing. */
    isLost: () => order.join(', ').includes('our read, their write, our write'),
  };
}

/** filepipe says with each call whose bucket it has to be; they do not. */
function isOurs({ operation, input }: InterceptedCall): boolean {
  return !operation.includes('BucketNotification') || 'ExpectedBucketOwner' in input;
}

async function triggersOf(Bucket: string): Promise<string[]> {
  const found = await theirs.clients.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const { LambdaFunctionConfigurations = [], QueueConfigurations = [] } = found;
  return [...LambdaFunctionConfigurations, ...QueueConfigurations].map(({ Id = '' }) => Id).sort();
}

/** As everybody does it: the document is read, added to, and written. */
async function addTrigger(Bucket: string, id: string): Promise<void> {
  const { s3 } = theirs.clients;
  const { $metadata: _, ...found } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const { region, accountId } = aws.target;
  const entry = {
    Id: id,
    QueueArn: `arn:aws:sqs:${region}:${accountId}:theirs`,
    Events: ['s3:ObjectTagging:*' as const],
    Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: `${id}/` }] } },
  };
  const QueueConfigurations = [...(found.QueueConfigurations ?? []), entry];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { ...found, QueueConfigurations },
    }),
  );
}
