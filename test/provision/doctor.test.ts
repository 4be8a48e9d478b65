import { DisableAlarmActionsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allClients } from '../../src/clients.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/finding.ts';
import { deployerPolicy } from '../../src/provision/deployer-policy.ts';
import { namesOf } from '../../src/provision/names.ts';
import { policy } from '../../src/provision/policies.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import type { Target } from '../../src/target/target.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { roleTarget } from './role-target.ts';

const settings = settingsFrom({ alarmEmail: 'ops@example.com' });

describe('doctor', () => {
  let aws: TestAws;

  beforeEach(async () => {
    aws = await startAws();
  });
  afterEach(async () => {
    await aws.close();
  });

  it('says that nothing is set up, where nothing is', async () => {
    const found = await findings();
    expect(found).toContainEqual({
      check: 'pipeline',
      state: 'warning',
      text: 'nothing is set up',
      fix: 'set it up: filepipe setup',
    });
    expect(unwell(found)).toEqual(['warning pipeline']);
  });

  it('finds nothing wrong with what setup has made, and writes nothing', async () => {
    await setUp();
    aws.writes.length = 0;
    expect(unwell(await examine(aws.clients, aws.target, settings, quickControl(), { codeFile }))).toEqual(
      [],
    );
    expect(aws.writes).toEqual([]);
  });

  it('finds every broken link, and says what to do', async () => {
    await setUp();
    const names = namesOf(aws.target, settings);
    const alarm = (kind: string) => `${names.alarmPrefix}${kind}`;
    const { s3, lambda, sqs, cloudwatch } = aws.clients;
    const VersioningConfiguration = { Status: 'Suspended' as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket: names.bucket, VersioningConfiguration }));
    await lambda.send(
      new RemovePermissionCommand({ FunctionName: names.function, StatementId: names.invokeStatement }),
    );
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names.failureQueue }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [alarm('table-throttles')] }));
    await cloudwatch.send(
      new SetAlarmStateCommand({
        AlarmName: alarm('function-errors'),
        StateValue: 'ALARM',
        StateReason: 'test',
      }),
    );
    const found = await findings();
    // The message may raise its alarm meanwhile.
    expect(
      unwell(found)
        .filter((it) => it !== 'fault alarm failed-events')
        .sort(),
    ).toEqual([
      'fault alarm function-errors',
      'fault alarm table-throttles',
      'fault failure queue',
      'fault invoke permission',
      'warning bucket',
    ]);
    for (const { state, fix } of found) if (state !== 'ok') expect(fix).toMatch(/\S/);
    expect(found).toContainEqual(
      expect.objectContaining({
        check: 'invoke permission',
        text: 'filepipe-bucket is missing: S3 may not run the function',
        fix: 'put it right: filepipe setup',
      }),
    );
  });

  it('warns of an API that anybody may call', async () => {
    const open = settingsFrom({ apiAuth: 'none' });
    await setUp(open);
    expect(unwell(await findings(aws.target, open))).toEqual(['warning api']);
  });

  it("tells what is somebody else's", async () => {
    const RoleName = namesOf(aws.target, settings).apiRole;
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    });
    await aws.clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const theirs = (await findings()).find(({ check }) => check === 'api role');
    expect(theirs).toMatchObject({ state: 'fault', text: expect.stringContaining("somebody else's") });
  });

  describe('asks IAM what its caller may do, and', () => {
    const permissionsOf = async (target: Target) =>
      (await findings(target)).find(({ check }) => check === 'permissions');

    it('finds a deployer to have enough', async () => {
      const target = await roleTarget(aws, 'deployer', deployerPolicy(aws.target, settings));
      expect(await permissionsOf(target)).toMatchObject({ state: 'ok' });
    });

    it('names what is missing', async () => {
      const { Statement } = deployerPolicy(aws.target, settings);
      const without = Statement.filter(({ Sid }) => Sid !== 'PassRoles' && Sid !== 'Queue');
      const target = await roleTarget(aws, 'half', policy(without));
      expect(await permissionsOf(target)).toMatchObject({
        state: 'warning',
        text: expect.stringContaining('iam:PassRole, sqs:CreateQueue'),
        fix: expect.stringContaining('filepipe policy deployer'),
      });
    });

    it('does not know when the caller may not ask', async () => {
      const look = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' };
      const found = await permissionsOf(await roleTarget(aws, 'nobody', policy([look])));
      expect(found).toMatchObject({
        state: 'unknown',
        fix: expect.stringContaining('iam:SimulatePrincipalPolicy'),
      });
    });
  });

  it('goes on where it may not look', async () => {
    await setUp();
    const look = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' };
    const found = await findings(await roleTarget(aws, 'nobody', policy([look])));
    expect(found.find(({ check }) => check === 'table')).toMatchObject({
      state: 'unknown',
      text: expect.stringContaining('dynamodb:DescribeTable'),
    });
    expect(found.find(({ check }) => check === 'identity')?.state).toBe('ok');
  });

  const setUp = (wanted = settings) =>
    setup(aws.clients, aws.target, wanted, quickControl(), () => {}, { codeFile });

  async function findings(target = aws.target, wanted = settings): Promise<Finding[]> {
    return examine(await allClients(target), target, wanted, quickControl(), { codeFile });
  }
});

function unwell(findings: readonly Finding[]): string[] {
  return findings.filter(({ state }) => state !== 'ok').map(({ state, check }) => `${state} ${check}`);
}
