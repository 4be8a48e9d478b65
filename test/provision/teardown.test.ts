import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, it, onTestFinished } from 'vitest';
import { allClients, stsClient } from '../../src/clients.ts';
import { manualClock } from '../../src/local/clock.ts';
import type { EmbeddedAwsOptions } from '../../src/local/embedded-aws.ts';
import type { Emptying } from '../../src/provision/remove-found.ts';
import { searchByTag } from '../../src/provision/search-by-tag.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { planTeardown, type TeardownOptions, teardown } from '../../src/provision/teardown.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';

const TAG = { 'filepipe:install': 'filepipe' };

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

/** An install on an AWS of its own, and what can be done to it. */
async function install(options: Partial<EmbeddedAwsOptions> = {}, given = {}) {
  const aws = await startAws(options);
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-teardown-'));
  onTestFinished(async () => {
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });
  const code = join(folder, 'handler.mjs');
  await writeFile(code, 'export const handler = async () => {};\n');
  const settings = settingsFrom(given);
  const { names, apiUrl } = await setup(aws.clients, aws.target, settings, quickControl(), () => {}, {
    handlerFile: code,
  });
  return {
    aws,
    names,
    settings,
    apiId: apiUrl.split('/').at(-2) ?? '',
    plan: (choice: TeardownOptions = {}) =>
      planTeardown(aws.clients, aws.target, settings, choice, quickControl()),
    down: (choice: TeardownOptions = {}) =>
      teardown(aws.clients, aws.target, settings, choice, quickControl(), () => {}),
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
