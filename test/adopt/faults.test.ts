import {
  CreateDeploymentCommand,
  GetResourcesCommand,
  UpdateMethodCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutBucketNotificationConfigurationCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, it } from 'vitest';
import { faultsOf } from '../../src/adopt/faults.ts';
import { type FoundPipeline, findPipeline } from '../../src/adopt/find-pipeline.ts';
import { absent, unknown, valueIn } from '../../src/adopt/part.ts';
import type { Finding } from '../../src/finding.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { startAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { type ConsoleChoices, clickTogether } from './console-pipeline.ts';

const aws = await startAws({ realism: { subscriptionsPend: true } });
afterAll(() => aws.close());

const { clients, target } = aws;
const find = (bucket: string) => findPipeline(clients, target, { bucket }, quickControl());
const states = (found: FoundPipeline) =>
  Object.fromEntries(faultsOf(found).map(({ check, state }) => [check, state]));
const finding = (found: FoundPipeline, check: string) => faultsOf(found).find((it) => it.check === check);

let count = 0;

async function madeWith(choices: ConsoleChoices = {}): Promise<FoundPipeline> {
  const id = count++;
  const made = await clickTogether(clients, {
    bucket: `faulty-${id}`,
    functionName: `Faulty${id}`,
    tableName: `Faulty${id}`,
    variables: { TABLE: `Faulty${id}` },
    bare: true,
    ...choices,
  });
  return await find(made.bucket);
}

it("the walkthrough's pipeline has all of its known faults", async () => {
  await clickTogether(clients);
  const found = await find('my-uploads');
  expect(states(found)).toMatchObject({
    bucket: 'ok',
    'public access': 'ok',
    'TLS only': 'warning',
    versioning: 'warning',
    'unfinished uploads': 'warning',
    trigger: 'ok',
    'trigger on creations': 'fault',
    'trigger on removals': 'warning',
    permission: 'ok',
    recursion: 'warning',
    'function runtime': 'ok',
    'function timeout': 'fault',
    'function memory': 'warning',
    'failed events': 'fault',
    'function role': 'warning',
    'log group': 'warning',
    table: 'ok',
    'table key': 'ok',
    'table billing': 'warning',
    'table backups': 'warning',
    'table deletion': 'warning',
    variables: 'warning',
    alarms: 'ok',
    'alarm mail': 'fault',
  });
  const api = faultsOf(found).filter(({ check }) => check === 'api upload-api');
  expect(api.map(({ state, text }) => `${state}: ${text.split(/[:,]/)[0]}`)).toEqual([
    'fault: it has no binary media types',
    'fault: POST /upload answers 200 even when S3 refuses the file',
    'fault: anybody on the internet may call POST /upload and fill the bucket',
    'warning: it is edge-optimised',
    'warning: its role upload-api-role-my-uploads may do anything in S3',
  ]);
});

it('every fault and warning of the walkthrough comes with a fix or names who has to act', async () => {
  const findings = faultsOf(await madeWith());
  const helpless = findings.filter(
    ({ state, fix }) => ['fault', 'warning'].includes(state) && fix === undefined,
  );
  expect(helpless.map(({ check }) => check)).toEqual([]);
});

it.each<[string, ConsoleChoices, Pick<Finding, 'check' | 'state'>]>([
  [
    'a filter',
    { filter: [{ Name: 'suffix', Value: '.pdf' }] },
    { check: 'trigger filter', state: 'warning' },
  ],
  ['every creation', { events: ['s3:ObjectCreated:*'] }, { check: 'trigger on creations', state: 'ok' }],
  ['every removal', { events: ['s3:ObjectRemoved:*'] }, { check: 'trigger on removals', state: 'ok' }],
  ['no account', { sourceAccount: false }, { check: 'permission', state: 'warning' }],
  ['an old runtime', { runtime: 'nodejs20.x' }, { check: 'function runtime', state: 'fault' }],
  [
    'another key',
    { key: { AttributeName: 'id', AttributeType: 'S' } },
    { check: 'table key', state: 'fault' },
  ],
  [
    'a number',
    { key: { AttributeName: 'filename', AttributeType: 'N' } },
    { check: 'table key', state: 'fault' },
  ],
  ['no alarm', {}, { check: 'alarms', state: 'warning' }],
])('%s is told: %o', async (_, choices, { check, state }) => {
  expect(finding(await madeWith(choices), check)).toMatchObject({ state });
});

it('no trigger and no permission are faults', async () => {
  const found = await madeWith();
  const bucket = valueIn(found.bucket);
  const lambda = valueIn(found.function);
  await clients.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: bucket?.name, NotificationConfiguration: {} }),
  );
  const start = { bucket: bucket?.name, function: lambda?.name };
  const without = await findPipeline(clients, target, start, quickControl());
  expect(finding(without, 'trigger')?.state).toBe('fault');
  if (without.function.state !== 'found') throw new Error('the function is gone');
  const stranger = {
    ...without,
    function: { ...without.function, value: { ...without.function.value, statements: absent } },
  };
  expect(finding(stranger, 'permission')?.state).toBe('fault');
});

it('what could not be looked at is unknown, with the reason', async () => {
  const found = await madeWith();
  const blind = {
    ...found,
    role: unknown('you may not iam:GetRole'),
    apis: unknown('you may not apigateway:GET'),
  };
  const told = faultsOf(blind).filter(({ state }) => state === 'unknown');
  expect(told.map(({ text }) => text)).toEqual(['you may not apigateway:GET']);
});

it('what is set right is no longer told', async () => {
  const found = await madeWith();
  const group = valueIn(found.logGroup)?.name;
  await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 7 }));
  const bucket = valueIn(found.bucket)?.name ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: `arn:aws:s3:::${bucket}/*`,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
  await clients.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  expect(states(await find(bucket))).toMatchObject({ 'log group': 'ok', 'TLS only': 'ok' });
});

it('an API that was changed since it was deployed is told, until it is deployed again', async () => {
  const { bucket, apiId: restApiId } = await clickTogether(clients, {
    bucket: 'stale-api',
    functionName: 'StaleApi',
    tableName: 'StaleApi',
  });
  const stale = async () =>
    faultsOf(await find(bucket)).some(({ text }) => text.startsWith('it was changed since stage dev'));
  expect(await stale()).toBe(false);
  const api = valueIn((await find(bucket)).apis)?.[0];
  await clients.apigateway.send(
    new UpdateMethodCommand({
      restApiId,
      resourceId: await uploadResource(restApiId),
      httpMethod: 'POST',
      patchOperations: [{ op: 'replace', path: '/authorizationType', value: 'AWS_IAM' }],
    }),
  );
  expect(await stale()).toBe(true);
  await clients.apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  expect(await stale()).toBe(false);
  expect(api?.binaryMediaTypes).toEqual([]);
  await clients.apigateway.send(
    new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: 'add', path: '/binaryMediaTypes/*~1*' }] }),
  );
  expect(faultsOf(await find(bucket)).some(({ text }) => text.includes('binary media types'))).toBe(false);
});

async function uploadResource(restApiId: string | undefined): Promise<string | undefined> {
  const { items = [] } = await clients.apigateway.send(new GetResourcesCommand({ restApiId }));
  return items.find(({ path }) => path === '/upload')?.id;
}

it('an install of filepipe has no fault', async () => {
  const settings = settingsFrom({ install: 'sound', alarmEmail: 'ops@example.com' });
  const { names } = await setup(clients, target, settings, quickControl(), () => {}, {
    codeFile: idleCodeFile,
  });
  const findings = faultsOf(await find(names.bucket));
  const bad = findings.filter(({ state }) => state !== 'ok');
  // The address has not confirmed yet.
  expect(bad.map(({ check }) => check)).toEqual(['alarm mail']);
  expect(findings.length).toBeGreaterThan(20);
});
