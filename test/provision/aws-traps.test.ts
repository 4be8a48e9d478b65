import { randomBytes } from 'node:crypto';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { expect, it, onTestFinished } from 'vitest';
import { accessDenied } from '../../src/local/access/denied.ts';
import { AwsError } from '../../src/local/aws-error.ts';
import type { EmbeddedAwsOptions } from '../../src/local/embedded-aws.ts';
import type { Intervene } from '../../src/local/intervention.ts';
import type { Realism } from '../../src/local/realism.ts';
import type { Report } from '../../src/provision/engine/run-steps.ts';
import { namesOf } from '../../src/provision/names.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { type TeardownOptions, teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile, otherCodeFile } from '../built.ts';
import { simulatedTime } from '../simulated-time.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';

// Traps of AWS that docs/aws-behaviour.md lists and that no other test springs on an install.

it('a bucket of the derived name without the tag is not taken, though us-east-1 would say that it was made', async () => {
  const { aws, up, down } = await install();
  const { bucket } = namesOf(aws.target, settingsFrom({}));
  await aws.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'theirs', Body: 'x' }));
  aws.writes.length = 0;
  await expect(up()).rejects.toThrow(`not part of install filepipe, though of its name: bucket ${bucket}`);
  await down({ deleteData: true });
  expect(aws.writes).toEqual([]);
  await aws.clients.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'theirs' }));
});

it('what S3 refuses, the upload API refuses too', async () => {
  const { aws, up, post } = await install({ apiAuth: 'none', trigger: 'none' });
  const { names } = await up();
  const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await aws.clients.iam.send(
    new PutRolePolicyCommand({ RoleName: names.apiRole, PolicyName: 'filepipe', PolicyDocument }),
  );
  const answer = await post('refused.bin', Buffer.from('x'));
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
});

it.each([undefined, 'application/json', 'text/plain; charset=utf-8', 'image/png', 'unheard/of'])(
  'bytes of the type %s come through the upload API as they are',
  async (type) => {
    const { aws, up, post } = await install({ apiAuth: 'none', trigger: 'none' });
    const { names } = await up();
    const bytes = randomBytes(4096);
    expect((await post('some.bin', bytes, type)).status).toBe(200);
    const found = await aws.clients.s3.send(new GetObjectCommand({ Bucket: names.bucket, Key: 'some.bin' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  },
);

it("a condition on the account in the trust of the API's role stops uploads, and setup takes it away", async () => {
  const { aws, up, post } = await install({ apiAuth: 'none', trigger: 'none' });
  const { names } = await up();
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': aws.target.accountId } },
      },
    ],
  });
  await aws.clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: names.apiRole, PolicyDocument }));
  expect((await post('a', Buffer.from('x'))).status).toBe(500);
  await up();
  expect((await post('a', Buffer.from('x'))).status).toBe(200);
});

it("a destination of somebody else's trigger that is gone is hinted at when S3 takes no other", async () => {
  const bucket = 'shared-with-a-dead-trigger';
  const { aws, up } = await install({ overrides: { bucket } });
  await aws.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const LambdaFunctionArn = `arn:aws:lambda:us-east-1:${aws.target.accountId}:function:gone`;
  const entry = { LambdaFunctionArn, Events: ['s3:ObjectTagging:*' as const] };
  await aws.clients.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { LambdaFunctionConfigurations: [entry] },
      SkipDestinationValidation: true,
    }),
  );
  await expect(up()).rejects.toMatchObject({
    message: expect.stringContaining('Unable to validate the following destination configurations'),
    hint: expect.stringContaining('filepipe triggers show'),
  });
});

it('code and settings change in one setup, though a function takes no change while it settles', async () => {
  const { aws, up, time } = await awkward({ functionSettleSeconds: 3 });
  const { names } = await up({});
  await up({ memoryMb: 1024, timeoutSeconds: 90 }, otherCodeFile);
  const settings = settingsFrom({ memoryMb: 1024, timeoutSeconds: 90 });
  expect(await plan(aws.clients, aws.target, settings, time.control, otherCodeFile)).toEqual([]);
  const found = await aws.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: names.function }),
  );
  expect(found).toMatchObject({ MemorySize: 1024, Timeout: 90, LastUpdateStatus: 'Successful' });
});

it('the function runs on a Node.js that Lambda supports, on arm64', async () => {
  const { aws, up } = await install();
  const { names } = await up();
  const found = await aws.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: names.function }),
  );
  expect(found).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
});

it('a wait ends at once, with the right that is missing, when looking is denied', async () => {
  let made = false;
  const intervene: Intervene = ({ service, operation, caller, needs }) => {
    if (operation === 'CreateTable') made = true;
    if (operation !== 'DescribeTable' || !made) return undefined;
    const [need = { action: 'none', resource: '*' }] = needs();
    const by = { explicit: false, by: 'identity-based policy' } as const;
    return { kind: 'error', error: accessDenied(service, caller.arn, need, by), when: 'before' };
  };
  const { up, time } = await awkward({ tableSettleSeconds: 8 }, { intervene });
  const started = time.clock.now();
  await expect(up({})).rejects.toThrow(/not authorized to perform: dynamodb:DescribeTable/);
  expect(time.clock.now() - started).toBeLessThan(8000);
});

it.each(['table-throttles', 'index-throttles'])(
  'the alarm %s counts minutes without data as none',
  async (kind) => {
    const { aws, up } = await install();
    const { names } = await up();
    const { MetricAlarms = [] } = await aws.clients.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [`${names.alarmPrefix}${kind}`] }),
    );
    const queries = MetricAlarms[0]?.Metrics ?? [];
    expect(queries.filter(({ ReturnData }) => ReturnData).map(({ Expression }) => Expression)).toEqual([
      'FILL(m0, 0) + FILL(m1, 0)',
    ]);
    expect(queries.flatMap(({ MetricStat }) => MetricStat?.Metric?.MetricName ?? [])).toEqual([
      'ReadThrottleEvents',
      'WriteThrottleEvents',
    ]);
  },
);

it('a teardown ends the trigger before it deletes the first object', async () => {
  let refusals = 0;
  const intervene: Intervene = ({ operation }) => {
    if (operation !== 'PutBucketNotificationConfiguration' || refusals === 0) return undefined;
    refusals -= 1;
    return {
      kind: 'error',
      error: new AwsError('OperationAborted', 'Please try again.'),
      when: 'before',
    };
  };
  const { aws, up, down } = await awkward({}, { intervene });
  const { names } = await up({});
  await aws.clients.s3.send(new PutObjectCommand({ Bucket: names.bucket, Key: 'a', Body: 'x' }));
  aws.writes.length = 0;
  refusals = 2;
  await down({ deleteData: true });
  const [notification, deletion] = ['PutBucketNotificationConfigurationCommand', 'DeleteObjectsCommand'];
  expect(aws.writes.filter((write) => write === notification).length).toBe(3);
  expect(aws.writes.lastIndexOf(notification)).toBeLessThan(aws.writes.indexOf(deletion));
});

it("neither the account's role for API logs nor any concurrency is ever set", async () => {
  const { aws, up, down } = await install({ apiAuth: 'key' });
  await up();
  await down();
  expect(aws.writes.length).toBeGreaterThan(50);
  expect(aws.writes.filter((write) => /UpdateAccount|Concurrency/.test(write))).toEqual([]);
});

it('the topic of the alarms has no key, which CloudWatch might not be allowed to use', async () => {
  const { aws, up } = await install();
  const { arns } = await up();
  const { Attributes } = await aws.clients.sns.send(new GetTopicAttributesCommand({ TopicArn: arns.topic }));
  expect(Attributes).not.toHaveProperty('KmsMasterKeyId');
});

it('a teardown does not stumble over a table that is still being made', async () => {
  const { up, down } = await awkward({ tableSettleSeconds: 8 });
  const stop = new AbortController();
  const stopAtTable: Report = ({ step, state }) => {
    if (step === 'table' && state === 'waiting') stop.abort(new Error('stopped by hand'));
  };
  await expect(up({}, idleCodeFile, stop.signal, stopAtTable)).rejects.toThrow('stopped by hand');
  const { removed, left } = await down();
  expect(removed.map(({ step }) => step)).toContain('table');
  expect(left).toEqual([]);
});

/** An AWS of the test's own, and what can be done to an install on it. */
async function install(given: Readonly<Record<string, unknown>> = {}) {
  const aws = await startAws();
  onTestFinished(() => aws.close());
  const settings = settingsFrom(given);
  let apiUrl = '';
  return {
    aws,
    async up() {
      const result = await setup(aws.clients, aws.target, settings, quickControl(), () => {}, {
        codeFile: idleCodeFile,
      });
      ({ apiUrl } = result);
      return result;
    },
    down: (choice: TeardownOptions = {}) =>
      teardown(aws.clients, aws.target, settings, choice, quickControl(), () => {}),
    post: (name: string, body: Buffer, type?: string) =>
      fetch(`${apiUrl}/upload?filename=${name}`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: type === undefined ? {} : { 'content-type': type },
      }),
  };
}

/** The same on an AWS with this awkwardness, in simulated time. */
async function awkward(realism: Partial<Realism>, options: Partial<EmbeddedAwsOptions> = {}) {
  const time = simulatedTime({ realism });
  const { clock, control } = time;
  const aws = await startAws({ clock, realism, ...options });
  onTestFinished(() => aws.close());
  time.watch(aws.clients);
  return {
    aws,
    time,
    up: (
      given: Readonly<Record<string, unknown>>,
      codeFile = idleCodeFile,
      signal = control.signal,
      report: Report = () => {},
    ) => setup(aws.clients, aws.target, settingsFrom(given), { ...control, signal }, report, { codeFile }),
    down: (choice: TeardownOptions = {}) =>
      teardown(aws.clients, aws.target, settingsFrom({}), choice, control, () => {}),
  };
}
