import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, it, onTestFinished } from 'vitest';
import { allClients, stsClient } from '../../src/clients.ts';
import type { Waiting } from '../../src/control.ts';
import { AwsError } from '../../src/local/aws-error.ts';
import { manualClock } from '../../src/local/clock.ts';
import type { EmbeddedAwsOptions } from '../../src/local/embedded-aws.ts';
import type { Emptying } from '../../src/provision/remove-found.ts';
import { searchByTag } from '../../src/provision/search-by-tag.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { planTeardown, type TeardownOptions, teardown } from '../../src/provision/teardown.ts';
import { receiptText } from '../../src/report/receipt.ts';
import { idleCodeFile } from '../built.ts';
import { countCalls } from '../local/interventions.ts';
import { type SimulatedTime, simulatedTime } from '../simulated-time.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';

const TAG = { 'filepipe:install': 'filepipe' };
const plain = { paint: (_style: unknown, text: string) => text };

it('the plan tells all that will go and how much data that is', async () => {
  const { fill, plan } = await install();
  await fill();
  const { removes, data } = await plan({ deleteData: true });
  expect(removes.map(({ step }) => step)).toEqual(expect.arrayContaining(['bucket', 'api', 'trigger']));
  expect(data).toEqual({
    objects: 1,
    versions: 3,
    deleteMarkers: 1,
    uploads: 1,
    bytes: 3,
    records: 1,
    bucketCounted: true,
    tableCounted: true,
  });
});

it('what is kept does not count as data that is lost', async () => {
  const { fill, plan } = await install();
  await fill();
  const { keeps, data } = await plan({ keepData: true });
  expect(keeps.map(({ step }) => step)).toEqual(['bucket', 'table']);
  expect(data).toMatchObject({ versions: 0, uploads: 0, records: 0 });
});

it('the receipt tells what was deleted out of bucket and table, and how far it has come meanwhile', async () => {
  const { fill, plan } = await install();
  await fill();
  const progress: Emptying[] = [];
  const planned = await plan({ deleteData: true });
  const receipt = await planned.carryOut(
    () => {},
    (it) => progress.push(it),
  );
  expect(receipt).toMatchObject({
    deletedVersions: 4,
    deletedUploads: 1,
    deletedBytes: 3,
    deletedRecords: 1,
    left: [],
    alreadyGone: [],
    tagSearch: { state: 'done', stale: [] },
  });
  expect(progress.at(-1)).toMatchObject({ versions: 3, deleteMarkers: 1, uploads: 1, known: 5 });
});

it('names that XML cannot hold are deleted, too', async () => {
  const { aws, names, down } = await install();
  for (const Key of ['a\u0001b', 'c d+e%20f', 'g\nh']) {
    await aws.clients.s3.send(new PutObjectCommand({ Bucket: names.bucket, Key, Body: 'x' }));
  }
  expect(await down({ deleteData: true })).toMatchObject({ deletedVersions: 3, left: [] });
});

it('what S3 refuses to delete is left with the reason, everything else is gone, and the next teardown ends it', async () => {
  const { aws, names, down } = await install();
  const Bucket = names.bucket;
  for (const Key of ['held/1', 'held/2', 'free']) {
    await aws.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  }
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObjectVersion',
    Resource: `arn:aws:s3:::${Bucket}/held/*`,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
  await aws.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const refused = await down({ deleteData: true });
  expect(refused.left.map(({ step }) => step)).toEqual(['bucket']);
  expect(refused.left[0]?.why).toMatch(/refused to delete 2 object versions .*\nheld\/1 .*AccessDenied/);
  expect(refused).toMatchObject({ deletedVersions: 1 });
  expect(refused.removed.map(({ step }) => step)).toContain('log group');

  await aws.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  const rest = await down({ deleteData: true });
  expect(rest).toMatchObject({ deletedVersions: 2, left: [] });
  expect(rest.removed.map(({ step }) => step)).toEqual(['bucket']);
  expect(rest.alreadyGone.map(({ step }) => step)).toEqual(expect.arrayContaining(['table', 'function']));
});

it('what only its tag gives away is left, with what removes it', async () => {
  const { aws, down } = await install();
  await aws.clients.sqs.send(new CreateQueueCommand({ QueueName: 'old-queue', tags: TAG }));
  await aws.clients.sqs.send(
    new CreateQueueCommand({ QueueName: 'others', tags: { 'filepipe:install': 'x' } }),
  );
  const { left } = await down();
  expect(left).toEqual([
    expect.objectContaining({
      arn: 'arn:aws:sqs:us-east-1:000000000000:old-queue',
      remedy: expect.stringMatching(/^aws sqs delete-queue .*--queue-name old-queue/),
    }),
  ]);
});

it('what the search by tag still shows is gone when its own service says so', async () => {
  const { aws, down } = await install({ clock: manualClock(), realism: { tagSearchSeconds: 600 } });
  const { QueueUrl } = await aws.clients.sqs.send(
    new CreateQueueCommand({ QueueName: 'old-queue', tags: TAG }),
  );
  const before = await searchByTag(aws.clients, 'filepipe', new AbortController().signal);
  await aws.clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  const { left, tagSearch } = await down();
  expect(left).toEqual([]);
  expect({ ...before }).toMatchObject({ state: 'done', arns: [...tagSearch.stale] });
  expect(tagSearch.stale).toContain('arn:aws:sqs:us-east-1:000000000000:old-queue');
});

it('without the right to search by tag the receipt says so, and by name nothing is left', async () => {
  const { aws, settings } = await install();
  const policy = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const AssumeRolePolicyDocument = policy([
    { Effect: 'Allow', Principal: { AWS: aws.target.accountId }, Action: 'sts:AssumeRole' },
  ]);
  await aws.clients.iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument }));
  const PolicyDocument = policy([{ Effect: 'Allow', NotAction: 'tag:GetResources', Resource: '*' }]);
  await aws.clients.iam.send(
    new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'most', PolicyDocument }),
  );
  const sts = await stsClient(aws.target);
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::000000000000:role/deployer',
      RoleSessionName: 'deployer',
    }),
  );
  const session = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
  const target = { ...aws.target, credentials: async () => session };
  const clients = await allClients(target);
  const receipt = await teardown(clients, target, settings, {}, quickControl(), () => {});
  expect(receipt).toMatchObject({
    left: [],
    tagSearch: { state: 'denied', why: expect.stringContaining('tag:GetResources') },
  });
  expect(receipt.removed.length).toBeGreaterThan(15);
});

it('the log groups that API Gateway made for the API go with it, and those of others stay', async () => {
  const { aws, apiId, down } = await install();
  for (const id of [apiId, 'other']) {
    const logGroupName = `API-Gateway-Execution-Logs_${id}/prod`;
    await aws.clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
  }
  const { removed, left } = await down();
  expect(left).toEqual([]);
  expect(removed.map(({ arn }) => arn)).toContain(
    `arn:aws:logs:us-east-1:000000000000:log-group:API-Gateway-Execution-Logs_${apiId}/prod`,
  );
});

it('an unconfirmed subscription is not called removed', async () => {
  const { down } = await install({ realism: { subscriptionsPend: true } }, { alarmEmail: 'ops@example.com' });
  const { removed, expiring, left } = await down();
  expect(expiring.map(({ physicalName }) => physicalName)).toEqual(['ops@example.com']);
  expect(removed.map(({ step }) => step)).not.toContain('alarm mail');
  expect(left).toEqual([]);
});

it('what cannot be counted in the time that there is, is told as at least so much', async () => {
  const { aws, names, settings } = await install();
  const { s3, dynamodb } = aws.clients;
  const Bucket = names.bucket;
  for (const part of ['a', 'b']) {
    const Objects = Array.from({ length: 1000 }, (_, i) => ({ Key: `${part}${i}` }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }
  for (const key of ['a', 'b', 'c', 'd']) {
    const Item = { filename: { S: key }, details: { S: 'x'.repeat(390_000) } };
    await dynamodb.send(new PutItemCommand({ TableName: names.table, Item }));
  }
  const quick = quickControl();
  const progress: Emptying[] = [];
  const plan = await planTeardown(
    aws.clients,
    aws.target,
    settings,
    { deleteData: true, countingSeconds: 0 },
    quick,
  );
  expect(plan.data).toMatchObject({ deleteMarkers: 1000, bucketCounted: false, tableCounted: false });
  expect(plan.data.records).toBeGreaterThan(0);
  expect(plan.data.records).toBeLessThan(4);
  const receipt = await plan.carryOut(
    () => {},
    (it) => progress.push(it),
  );
  expect(receipt).toMatchObject({ deletedVersions: 2000, deletedRecordsCounted: false, left: [] });
  expect(receiptText(plain, receipt, { install: 'filepipe', seconds: 1 })).toMatch(/at least \d records?\n/);
  expect(progress.map(({ known }) => known)).not.toContain(2000);
});

it('files that arrive while the bucket is emptied are deleted, too', async () => {
  let arrivals = 0;
  const { aws, names, fill, down } = await install({
    async intervene({ operation }) {
      if (operation !== 'DeleteBucket' || arrivals === 3) return undefined;
      arrivals += 1;
      const late = new PutObjectCommand({ Bucket: names.bucket, Key: `late/${arrivals}`, Body: 'x' });
      await aws.clients.s3.send(late);
      return undefined;
    },
  });
  await fill();
  expect(await down({ deleteData: true })).toMatchObject({ deletedVersions: 7, left: [] });
  expect(arrivals).toBe(3);
});

it('what is gone already is told apart from what this teardown removed', async () => {
  const { aws, names, down } = await install();
  await aws.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: names.function }));
  await aws.clients.sqs.send(
    new DeleteQueueCommand({
      QueueUrl: (await aws.clients.sqs.send(new GetQueueUrlCommand({ QueueName: names.failureQueue })))
        .QueueUrl,
    }),
  );
  const { removed, alreadyGone, left } = await down();
  expect(left).toEqual([]);
  expect(alreadyGone.map(({ step }) => step)).toEqual(expect.arrayContaining(['function', 'failure queue']));
  expect(removed.map(({ step }) => step)).not.toContain('function');
});

it('a teardown that was stopped half way is carried on with', async () => {
  const { aws, settings, fill, down } = await install();
  await fill();
  const stop = new AbortController();
  const first = teardown(
    await allClients(aws.target),
    aws.target,
    settings,
    { deleteData: true },
    quickControl(stop.signal),
    ({ state }) => {
      if (state === 'done') stop.abort(new Error('stopped'));
    },
  );
  await expect(first).rejects.toThrow('stopped');
  const { alreadyGone, left } = await down({ deleteData: true });
  expect(left).toEqual([]);
  expect(alreadyGone.length).toBeGreaterThan(0);
});

it('an execution log that may not be deleted keeps nothing else, and the receipt says how to remove it', async () => {
  const { aws, apiId, down } = await install({
    intervene: ({ operation, input }) =>
      operation === 'DeleteLogGroup' && JSON.stringify(input).includes('Execution-Logs')
        ? { kind: 'error', error: new AwsError('AccessDeniedException', 'not you'), when: 'before' }
        : undefined,
  });
  const logGroupName = `API-Gateway-Execution-Logs_${apiId}/prod`;
  await aws.clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
  const { removed, left } = await down();
  expect(removed.map(({ step }) => step)).toEqual(expect.arrayContaining(['api', 'log group']));
  expect(left).toEqual([
    expect.objectContaining({
      physicalName: logGroupName,
      why: expect.stringContaining('not you'),
      remedy: `aws logs delete-log-group --log-group-name ${logGroupName} --region us-east-1`,
    }),
  ]);
});

it('the last lines of a function bring its log group back, and it is removed again', async () => {
  const realism = { logDelaySeconds: 5, iamDelaySeconds: 8 };
  const time = simulatedTime({ realism });
  const counter = countCalls();
  const { aws, names, settings } = await install(
    { clock: time.clock, realism, intervene: counter.intervene },
    { policies: 'walkthrough' },
    time,
  );
  await aws.clients.lambda.send(new InvokeCommand({ FunctionName: names.function }));
  counter.restart();
  const receipt = await teardown(aws.clients, aws.target, settings, {}, time.control, () => {});
  expect(receipt.left).toEqual([]);
  expect(counter.calls.filter((call) => call === 'logs:DeleteLogGroup')).toHaveLength(2);
  const { logGroups } = await aws.clients.logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups).toEqual([]);
});

it('of two APIs the second is deleted half a minute after the first, and it is told how long that still takes', async () => {
  const realism = { apiGatewayQuotas: true };
  const time = simulatedTime({ realism });
  const { aws, down } = await install({ clock: time.clock, realism }, {}, time);
  const other = settingsFrom({ install: 'other' });
  await setup(aws.clients, aws.target, other, time.control, () => {}, { codeFile: idleCodeFile });
  const started = time.clock.now();
  await down();
  const waits: Waiting[] = [];
  const receipt = await teardown(aws.clients, aws.target, other, {}, time.control, ({ step, waiting }) => {
    if (step === 'api' && waiting !== undefined) waits.push(waiting);
  });
  expect(receipt.left).toEqual([]);
  const seconds = (time.clock.now() - started) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(30);
  expect(seconds).toBeLessThan(60);
  expect(new Set(waits.map(({ what }) => what))).toEqual(
    new Set(['API Gateway, which deletes one API in 30 s']),
  );
  const left = waits.map(({ leftSeconds = 0 }) => leftSeconds);
  expect(left).toEqual(Array.from({ length: left[0] ?? 0 }, (_, i) => (left[0] ?? 0) - i));
  expect(left.length).toBeGreaterThan(20);
});

/** An install on an AWS of its own, and what can be done to it. */
async function install(options: Partial<EmbeddedAwsOptions> = {}, given = {}, time?: SimulatedTime) {
  const aws = await startAws(options);
  onTestFinished(() => aws.close());
  time?.watch(aws.clients);
  const control = () => time?.control ?? quickControl();
  const settings = settingsFrom(given);
  const { names, apiUrl } = await setup(aws.clients, aws.target, settings, control(), () => {}, {
    codeFile: idleCodeFile,
  });
  return {
    aws,
    names,
    settings,
    apiId: apiUrl.split('/').at(-2) ?? '',
    plan: (choice: TeardownOptions = {}) =>
      planTeardown(aws.clients, aws.target, settings, choice, control()),
    down: (choice: TeardownOptions = {}) =>
      teardown(aws.clients, aws.target, settings, choice, control(), () => {}),
    /** Three versions of two objects, a delete marker over one, an unfinished upload, a record. */
    async fill() {
      const { s3, dynamodb } = aws.clients;
      const Bucket = names.bucket;
      for (const Key of ['a', 'a', 'b']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'half' }));
      const Item = { filename: { S: 'b' } };
      await dynamodb.send(new PutItemCommand({ TableName: names.table, Item }));
    },
  };
}
