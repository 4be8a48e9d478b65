import { CreateStageCommand, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import { ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { TagResourceCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, expect, it } from 'vitest';
import { confirmSubscription } from '../../src/demo/alarm.ts';
import { inventory } from '../../src/provision/inventory.ts';
import { findRestApi } from '../../src/provision/resources/rest-api.ts';
import { defaultSettings, settingsFrom } from '../../src/provision/settings.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';

const embedded = await startAws();
/** Its e-mail subscriptions wait until the link in the mail was followed. */
const waiting = await startAws({ realism: { subscriptionsPend: true } });
afterAll(() => Promise.all([embedded.close(), waiting.close()]));

const extraPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' }],
};
const chosen = {
  apiAuth: 'key',
  policies: 'walkthrough',
  alarmEmail: 'ops@example.com',
  memoryMb: 1024,
  timeoutSeconds: 30,
  logRetentionDays: 7,
  tombstoneDays: 5,
  timeShards: 2,
  alarms: { functionErrors: 3, apiLatencyMs: 800 },
};

/** What its owner does with an install, giving only what the test says. */
function owner(install: string, aws: TestAws = embedded) {
  const settings = (given: object) => settingsOfInstall(aws.clients, aws.target, { install, ...given });
  return {
    settings,
    setup: async (given: object = {}) =>
      await setup(aws.clients, aws.target, await settings(given), quickControl(), () => {}, {
        codeFile: idleCodeFile,
      }),
    teardown: async (given: object = {}) =>
      await teardown(aws.clients, aws.target, await settings(given), {}, quickControl(), () => {}),
    things: async () =>
      (await inventory(aws.clients, aws.target, await settings({}), quickControl(), idleCodeFile)).things,
    planned: async (given: object = {}) => {
      const things = await plan(aws.clients, aws.target, await settings(given), quickControl(), idleCodeFile);
      return things.flatMap(({ step, changes }) => changes.map(({ path }) => `${step} ${path}`.trim()));
    },
  };
}

async function subscribers(topicArn: string): Promise<(string | undefined)[]> {
  const found = await embedded.clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return (found.Subscriptions ?? []).map(({ Endpoint }) => Endpoint);
}

it('a setup that is given nothing keeps every setting and writes nothing', async () => {
  const install = owner('keeping');
  await install.setup({ ...chosen, extraPolicy });
  expect(await install.planned()).toEqual([]);
  embedded.writes.length = 0;
  const { changed, names } = await install.setup();
  expect(changed).toEqual([]);
  expect(embedded.writes).toEqual([]);
  expect(await install.settings({})).toMatchObject(chosen);
  const { PolicyNames } = await embedded.clients.iam.send(
    new ListRolePoliciesCommand({ RoleName: names.functionRole }),
  );
  expect(PolicyNames).toContain('filepipe-extra');
});

it('a setup that is given one setting changes just that', async () => {
  const install = owner('changing-one');
  await install.setup(chosen);
  embedded.writes.length = 0;
  const { changed } = await install.setup({ memoryMb: 512 });
  expect(changed.map(({ step }) => step)).toEqual(['function']);
  expect(embedded.writes).toEqual(['UntagResourceCommand', 'UpdateFunctionConfigurationCommand']);
  expect(await install.settings({})).toMatchObject({ ...chosen, memoryMb: 512 });
});

it('thresholds that are given go beside those that the install has', async () => {
  const install = owner('thresholds');
  await install.setup({ alarms: { functionErrors: 3 } });
  expect(await install.planned({ alarms: { apiLatencyMs: 800 } })).toEqual([
    'function tags.filepipe:alarms.apiLatencyMs',
    'alarm api-latency settings.threshold',
  ]);
  await install.setup({ alarms: { apiLatencyMs: 800 } });
  const { alarms } = await install.settings({});
  expect(alarms).toEqual({ ...defaultSettings.alarms, functionErrors: 3, apiLatencyMs: 800 });
});

it('a change by hand is not taken for a choice', async () => {
  const install = owner('by-hand');
  const { names } = await install.setup({ memoryMb: 1024 });
  await embedded.clients.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: names.function, MemorySize: 128 }),
  );
  expect(await install.planned()).toEqual(['function configuration.memoryMb']);
});

it('tags that make no sense count for nothing, and are put right', async () => {
  const install = owner('bad-tags');
  const { arns } = await install.setup();
  await embedded.clients.lambda.send(
    new TagResourceCommand({
      Resource: arns.function,
      Tags: { 'filepipe:memoryMb': 'much', 'filepipe:later': 'kept', team: 'blue' },
    }),
  );
  expect(await install.planned()).toEqual(['function tags.filepipe:memoryMb']);
  await install.setup();
  expect(await install.planned()).toEqual([]);
});

it("nothing is taken over from somebody else's function", async () => {
  const { arns } = await owner('theirs').setup({ memoryMb: 1024 });
  const overrides = { function: arns.function.split(':').at(-1) };
  expect(await owner('mine').settings({ overrides })).toEqual(settingsFrom({ install: 'mine', overrides }));
});

it('settings go with the install', async () => {
  const install = owner('forgetting');
  await install.setup({ memoryMb: 1024, alarmEmail: 'ops@example.com' });
  const { removed, left } = await install.teardown();
  expect(removed.map(({ step }) => step)).toContain('alarm mail');
  expect(left).toEqual([]);
  expect(await install.settings({})).toEqual(settingsFrom({ install: 'forgetting' }));
});

it('another address takes the place of the one before, and none removes it', async () => {
  const install = owner('mailing');
  const { arns } = await install.setup({ alarmEmail: 'old@example.com' });
  await install.setup({ alarmEmail: 'new@example.com' });
  expect(await subscribers(arns.topic)).toEqual(['new@example.com']);
  expect(await install.planned()).toEqual([]);
  const { changed } = await install.setup({ alarmEmail: 'none' });
  expect(changed.map(({ step }) => step)).toEqual(['former alarm mail', 'function']);
  expect(await subscribers(arns.topic)).toEqual([]);
  expect(await install.planned()).toEqual([]);
});

it('the extra policy is removed when it is none', async () => {
  const install = owner('extra');
  await install.setup({ extraPolicy });
  expect(await install.planned({ extraPolicy: 'none' })).toEqual([
    'function role inlinePolicies.filepipe-extra',
  ]);
  await install.setup({ extraPolicy: 'none' });
  expect(await install.planned({ extraPolicy: 'none' })).toEqual([]);
});

it('setup tells which address has to confirm, until it has', async () => {
  const install = owner('confirming', waiting);
  const alarmEmail = 'ops@example.com';
  expect((await install.setup({ alarmEmail })).unconfirmedEmail).toBe(alarmEmail);
  waiting.writes.length = 0;
  expect((await install.setup()).unconfirmedEmail).toBe(alarmEmail);
  expect(waiting.writes).toEqual([]);
  await confirmSubscription(waiting.target.endpoint ?? '', alarmEmail, quickControl());
  expect((await install.setup()).unconfirmedEmail).toBeUndefined();
});

it('the inventory has an ARN for all that has one, and nothing that is neither there nor wanted', async () => {
  const install = owner('listed');
  await install.setup({ alarmEmail: 'ops@example.com' });
  const withoutArn = (await install.things()).filter(({ arn }) => arn === undefined);
  expect(withoutArn.map(({ step }) => step)).toEqual(['event retries', 'invoke permission', 'trigger']);
  expect((await install.things()).map(({ step }) => step)).not.toContain('api key');
  await install.setup({ apiAuth: 'key' });
  const things = await install.things();
  expect(things.find(({ step }) => step === 'api key')?.arn).toMatch(
    /^arn:aws:apigateway:us-east-1::\/apikeys\/\w+$/,
  );
});

it('deployments that no stage serves any more are deleted', async () => {
  const install = owner('deploying');
  const { names } = await install.setup();
  const { apigateway } = embedded.clients;
  const restApiId = (await findRestApi({ apigateway }, names.restApi, 'deploying'))?.id;
  const deployments = async () => {
    const { items = [] } = await apigateway.send(new GetDeploymentsCommand({ restApiId }));
    return items.map(({ id }) => id);
  };
  const [first] = await deployments();
  await apigateway.send(new CreateStageCommand({ restApiId, stageName: 'mine', deploymentId: first }));
  await install.setup({ apiAuth: 'none' });
  const [second] = (await deployments()).filter((id) => id !== first);
  await install.setup({ apiAuth: 'iam' });
  const last = await deployments();
  expect(last).toHaveLength(2);
  expect(last).toContain(first);
  expect(last).not.toContain(second);
});

it('the names of bucket, table and function need to be given once only', async () => {
  const { settings, setup, planned, teardown } = owner('named');
  await embedded.clients.s3.send(new CreateBucketCommand({ Bucket: 'somebodys-photos' }));
  const overrides = { bucket: 'somebodys-photos', table: 'photos', function: 'DescribePhotos' };
  await setup({ overrides });
  expect((await settings({})).overrides).toEqual(overrides);
  expect(await planned()).toEqual([]);
  const { removed, left } = await teardown();
  expect(removed.map(({ step }) => step)).toEqual(expect.arrayContaining(['trigger', 'table', 'function']));
  expect(left).toEqual([]);
  const triggers = await embedded.clients.s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: 'somebodys-photos' }),
  );
  expect(triggers.LambdaFunctionConfigurations).toBeUndefined();
});

it.each([
  { overrides: { bucket: 'another-bucket' }, problem: 'works for bucket filepipe-settled' },
  {
    overrides: { table: 'another' },
    problem: 'works for table FileMetadata-settled, and an install keeps its table',
  },
])('an install does not move: $problem', async ({ overrides, problem }) => {
  const { setup, teardown } = owner('settled');
  await setup();
  embedded.writes.length = 0;
  await expect(setup({ overrides })).rejects.toThrow(problem);
  await expect(teardown({ overrides })).rejects.toThrow(problem);
  expect(embedded.writes).toEqual([]);
});
