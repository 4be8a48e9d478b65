import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { newUser } from '../cli/filepipe.ts';
import { eventually } from '../eventually.ts';
import { leapingClock } from '../leaping-clock.ts';
import { zip } from '../local/lambda-zip.ts';
import { unendedRuns } from '../local/unended-runs.ts';
import { startAws } from '../provision/aws.ts';

const Bucket = 'filepipe-000000000000-us-east-1';

/** A function that each file breaks in its own way. */
const poisoned = `
const kept = [];
export const handler = async ({ Records: [{ s3 }] }) => {
  const { key } = s3.object;
  console.log(key);
  if (key === 'throws.txt') throw new RangeError('too far');
  if (key === 'hangs.txt') for (;;);
  if (key === 'exits.txt') process.exit(3);
  for (;;) { kept.push(Buffer.alloc(8 << 20, 1)); await new Promise(setImmediate); }
};`;

const endings = [
  { key: 'throws.txt', error: /^RangeError: too far$/ },
  { key: 'hangs.txt', error: /^Task timed out after 60\.00 seconds$/ },
  { key: 'exits.txt', error: /^Runtime\.ExitError: Runtime exited with error: exit status 3$/ },
  { key: 'greedy.txt', error: /^Runtime\.OutOfMemory: .*signal: killed$/ },
];

test('files that break the function wait with their reasons until it is mended, and then all get their rows', async () => {
  const { aws, clock, filepipe, waiting } = await poisonedPipeline();
  for (const { key } of endings)
    await aws.clients.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' }));
  await eventually(async () => {
    // The one that hangs does so until the others have ended by themselves. Retries come after one minute and two.
    const unended = await unendedRuns(aws.clients.logs, 'FilesProcessed');
    if (unended.every((line) => line.includes('hangs.txt'))) clock.advance(60_000);
    expect(await waiting()).toBe(endings.length);
  });

  const listed = await filepipe(['redrive', '--list', '--json']);
  const events = listed.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const { key, error } of endings) {
    const event = events.find(({ keys }) => keys.includes(key));
    expect(event).toMatchObject({ event: 'waiting', attempts: 3, error: expect.stringMatching(error) });
  }
  await eventually(async () => {
    clock.advance(60_000);
    expect(await alarmState()).toBe('ALARM');
  });

  expect((await filepipe(['setup', '--no-verify'])).stderr).toMatch(/✔ function +FilesProcessed +updated/);
  const redriven = await filepipe(['redrive']);
  expect(redriven.stderr).toContain('4 events sent again: 4 in the table');
  expect([redriven.code, await waiting()]).toEqual([0, 0]);
  const files = await filepipe(['list-metadata', '--json']);
  const rows = files.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ filename }) => filename).sort()).toEqual(endings.map(({ key }) => key).sort());
  expect(rows.map(({ status }) => status)).toEqual(Array(4).fill('described'));

  async function alarmState() {
    const AlarmNames = ['filepipe-failed-events'];
    const { MetricAlarms } = await aws.clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    return MetricAlarms?.[0]?.StateValue;
  }
});

/** A user's pipeline, whose function is then replaced by the poisoned one. */
async function poisonedPipeline() {
  const clock = leapingClock();
  const aws = await startAws({ clock });
  onTestFinished(async () => {
    await aws.close();
    clock.stop();
  });
  const user = await newUser();
  const { accessKeyId, secretAccessKey } = await aws.target.credentials();
  const env = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: aws.target.endpoint ?? '',
  };
  const filepipe = (args: readonly string[]) => user.filepipe(args, { env });
  expect(await filepipe(['setup', '--no-verify', '--timeout-seconds', '60'])).toMatchObject({ code: 0 });
  const FunctionName = 'FilesProcessed';
  const ZipFile = await zip({ 'index.mjs': poisoned });
  await aws.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  // Less than filepipe gives it: soon used up.
  await aws.clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 128 }));
  const { QueueUrl } = await aws.clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'filepipe-failures' }));
  const waiting = async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await aws.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages);
  };
  return { aws, clock, filepipe, waiting };
}
