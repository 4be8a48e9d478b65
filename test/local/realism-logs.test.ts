import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { createFunction, invoke, type LambdaFixture, logMessages, startLambda } from './lambda-fixture.ts';

const logGroupName = '/aws/lambda/worker';

describe('log lines that arrive late', () => {
  let clock: ManualClock;
  let aws: LambdaFixture;

  beforeEach(async () => {
    clock = manualClock();
    aws = await startLambda({ clock, realism: { logDelaySeconds: 5 } });
    await createFunction(aws, 'worker', "export const handler = async () => { console.log('hello'); };");
  });

  afterEach(async () => {
    await aws.close();
    expect(aws.faults).toEqual([]);
  });

  const groups = async () => (await aws.logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? [];
  const deleteGroup = () => aws.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  const letRoleMakeGroups = () =>
    new IAMClient(aws.client).send(
      new AttachRolePolicyCommand({
        RoleName: 'function',
        PolicyArn: 'arn:aws:iam::aws:policy/CloudWatchLogsFullAccess',
      }),
    );

  it('are there some seconds after the run, with the time of the run', async () => {
    await invoke(aws, 'worker');
    clock.advance(4999);
    expect(await logMessages(aws, 'worker')).toEqual([]);
    clock.advance(1);
    expect((await logMessages(aws, 'worker')).join('')).toContain('hello');
  });

  it('bring a deleted group back, without its retention and tags, when the role may make groups', async () => {
    await letRoleMakeGroups();
    await deleteGroup();
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName, tags: { mine: 'yes' } }));
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    await invoke(aws, 'worker');
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: 'worker' }));
    await deleteGroup();
    expect(await groups()).toEqual([]);
    clock.advance(5000);
    const [group, ...others] = await groups();
    expect(group).toMatchObject({ logGroupName });
    expect(others).toEqual([]);
    expect(group?.retentionInDays).toBeUndefined();
    const resourceArn = group?.logGroupArn ?? '';
    expect((await aws.logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({});
    expect((await logMessages(aws, 'worker')).join('')).toContain('hello');
  });

  it('never bring it back when the role may not', async () => {
    await invoke(aws, 'worker');
    await deleteGroup();
    clock.advance(60_000);
    expect(await groups()).toEqual([]);
  });

  it('are not lost when everything stops before they arrive', async () => {
    await invoke(aws, 'worker');
    await aws.restart();
    expect((await logMessages(aws, 'worker')).join('')).toContain('hello');
  });
});
