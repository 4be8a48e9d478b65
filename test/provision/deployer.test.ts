import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allClients, type Clients } from '../../src/clients.ts';
import { examine } from '../../src/doctor/examine.ts';
import { judge } from '../../src/local/access/judge.ts';
import type { Need } from '../../src/local/access/need.ts';
import { createPolicyReader } from '../../src/local/access/policy-reader.ts';
import { ACCOUNT_ID } from '../../src/local/credentials.ts';
import { deployerPolicy } from '../../src/provision/deployer-policy.ts';
import { namesOf } from '../../src/provision/names.ts';
import { MANAGED_POLICY_SIZE, type PolicyDocument, policySize } from '../../src/provision/policies.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import type { Target } from '../../src/target/target.ts';
import { codeFile } from '../built.ts';
import { probing } from '../verify/probing.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { driftsOf } from './drifts.ts';
import { type OneLess, withoutEachAction, withoutEachResource } from './one-right-less.ts';
import { giveRole, roleTarget } from './role-target.ts';

const ROLE = 'deployer';

describe('somebody with no rights but those of a deployer', () => {
  let aws: TestAws;
  let target: Target;
  let clients: Clients;
  let whole: Promise<Need[]> | undefined;
  const needs: Need[] = [];

  const settings = settingsFrom({ alarmEmail: 'ops@example.com', apiAuth: 'key', policies: 'walkthrough' });
  const otherwise = settingsFrom({
    alarmEmail: 'others@example.com',
    logRetentionDays: 7,
    memoryMb: 1024,
  });

  beforeAll(async () => {
    aws = await startAws({
      asked: ({ roleArn }, need) => {
        if (roleArn?.endsWith(`/${ROLE}`)) needs.push(need);
      },
    });
    target = await roleTarget(aws, ROLE, deployerPolicy(aws.target, settings));
    clients = await allClients(target);
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await aws.close();
  });

  it('sets an install up, keeps it as it should be, changes it, and takes it all down', async () => {
    await everything();
  });

  it('has not one right too many', async () => {
    const policy = deployerPolicy(aws.target, settings);
    const used = distinct(await everything()).filter((need) => allows(policy, need));
    expect(superfluous(withoutEachAction(policy), used)).toEqual([]);
    expect(superfluous(withoutEachResource(policy), used)).toEqual([
      'Simulate arn:aws:iam::000000000000:user/*',
    ]);
  });

  it.each([
    's3:PutBucketVersioning',
    'iam:PutRolePolicy',
    'iam:PassRole',
    'lambda:CreateFunction',
    'dynamodb:UpdateTimeToLive',
    'apigateway:PUT',
    'logs:PutRetentionPolicy',
    'cloudwatch:PutMetricAlarm',
    'sns:CreateTopic',
    'sqs:CreateQueue',
  ])('gets nowhere without %s', async (action) => {
    const policy = deployerPolicy(aws.target, settings);
    const less = withoutEachAction(policy).find((one) => one.action === action);
    expect(less).toBeDefined();
    await giveRole(aws, ROLE, less?.policy ?? policy);
    await expect(up(settings)).rejects.toThrow(new RegExp(action, 'i'));
    await giveRole(aws, ROLE, policy);
    await down(settings);
  });

  it('can do nothing about another install', async () => {
    const others = settingsFrom({ install: 'other' });
    await expect(up(others)).rejects.toThrow(/not authorized|may not|denied|403/i);
  });

  it('can use a bucket that was there before, and do nothing to it but add the trigger', async () => {
    const Bucket = 'somebody-s-photos';
    await aws.clients.s3.send(new CreateBucketCommand({ Bucket }));
    const borrowing = settingsFrom({ overrides: { bucket: Bucket } });
    await giveRole(aws, ROLE, deployerPolicy(aws.target, borrowing));
    needs.length = 0;
    await up(borrowing);
    await down(borrowing);
    const onBucket = needs.filter(({ resource }) => resource.includes(Bucket)).map(({ action }) => action);
    const changes = [...new Set(onBucket)].filter((action) => !/:(Get|List)/.test(action));
    expect(changes).toEqual(['s3:PutBucketNotification']);
    await giveRole(aws, ROLE, deployerPolicy(aws.target, settings));
  });

  it('may attach the policies of the walkthrough to the role of the function, and no others', async () => {
    await up(settings);
    const { functionRole } = namesOf(target, settings);
    const attach = (name: string) =>
      clients.iam.send(
        new AttachRolePolicyCommand({ RoleName: functionRole, PolicyArn: `arn:aws:iam::aws:policy/${name}` }),
      );
    await expect(attach('AmazonS3FullAccess')).resolves.toBeDefined();
    await expect(attach('AdministratorAccess')).rejects.toThrow('iam:AttachRolePolicy');
    await down(settings);
  });

  it.each(['iam', 'key', 'none'] as const)(
    'needs a policy that fits into a managed one, however long the names, with --api-auth %s',
    async (apiAuth) => {
      const longest = settingsFrom({ apiAuth, policies: 'walkthrough', install: 'a'.repeat(26) });
      const document = deployerPolicy({ ...aws.target, region: 'ap-southeast-2' }, longest);
      await expect(managed(`longest-${apiAuth}`, document)).resolves.toBeDefined();
    },
  );

  it('needs one that only a role itself takes, at most, where ARNs are longer', async () => {
    const longest = settingsFrom({ apiAuth: 'key', policies: 'walkthrough', install: 'a'.repeat(26) });
    const document = deployerPolicy(
      { ...aws.target, region: 'us-gov-west-1', partition: 'aws-us-gov' },
      longest,
    );
    expect(policySize(document)).toBeGreaterThan(MANAGED_POLICY_SIZE);
    await expect(managed('too-long', document)).rejects.toThrow('PolicySize');
    await expect(giveRole(aws, ROLE, document)).resolves.toBeUndefined();
    await giveRole(aws, ROLE, deployerPolicy(aws.target, settings));
  });

  function managed(PolicyName: string, document: PolicyDocument) {
    const PolicyDocument = JSON.stringify(document, null, 2);
    return aws.clients.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  }

  /** All that setup, plan, doctor and teardown ever do, done once, and what it needed. */
  function everything(): Promise<Need[]> {
    whole ??= doEverything();
    return whole;
  }

  async function doEverything(): Promise<Need[]> {
    needs.length = 0;
    await up(settings);
    expect(await plan(clients, target, settings, quickControl(), codeFile)).toEqual([]);
    for (const { cause } of driftsOf(aws.clients, aws.target, settings)) await cause();
    await up(settings);
    expect(await plan(clients, target, settings, quickControl(), codeFile)).toEqual([]);
    await up(otherwise);
    await up(settings);
    await settingsOfInstall(clients, target, {});
    await examine(clients, target, settings, quickControl(), { codeFile });
    const { probes } = await probing(target, settings, codeFile);
    expect(probes.flatMap(({ failures }) => failures)).toEqual([]);
    const { bucket: Bucket } = namesOf(target, settings);
    await aws.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'file', Body: 'content' }));
    await aws.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'half a file' }));
    const receipt = await down(settings);
    expect(receipt).toMatchObject({ left: [], kept: [], foreign: [] });
    return [...needs];
  }

  const up = (wanted: Settings) => setup(clients, target, wanted, quickControl(), () => {}, { codeFile });
  const down = (wanted: Settings) =>
    teardown(clients, target, wanted, { deleteData: true }, quickControl(), () => {});
});

/** The rights without which all that was used would be allowed as well. */
function superfluous(lesser: readonly OneLess[], used: readonly Need[]): string[] {
  return lesser.filter(({ policy }) => used.every((need) => allows(policy, need))).map(({ right }) => right);
}

function distinct(needs: readonly Need[]): Need[] {
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

function allows(policy: PolicyDocument, need: Need): boolean {
  const identity = [read(JSON.stringify(policy), 'identity')];
  const requester = { kind: 'role', accountId: ACCOUNT_ID, arns: [] } as const;
  const policies = { identity, boundary: undefined, resource: undefined };
  return judge(need, requester, policies, need.context ?? {}) === undefined;
}

const read = createPolicyReader();
