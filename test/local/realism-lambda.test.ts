import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import type { Realism } from '../../src/local/realism.ts';
import { eventually } from '../eventually.ts';
import { createFunction, invoke, type LambdaFixture, roleArn, startLambda } from './lambda-fixture.ts';
import { zip } from './lambda-zip.ts';

const FunctionName = 'worker';
/** So many calls at once that some of them meet. */
const crowd = [...Array(20).keys()];
const arn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
const saying = (word: string) => `export const handler = async () => process.env.TONE + '${word}';`;
const pending = {
  name: 'ResourceConflictException',
  message:
    'The operation cannot be performed at this time. The function is currently in the following state: Pending',
  $metadata: { httpStatusCode: 409 },
};
const inProgress = {
  name: 'ResourceConflictException',
  message: `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
  $metadata: { httpStatusCode: 409 },
};

let clock: ManualClock;
let aws: LambdaFixture;

async function start(realism: Partial<Realism>): Promise<void> {
  clock = manualClock();
  aws = await startLambda({ clock, realism });
}

afterEach(async () => {
  await aws.close();
  expect(aws.faults).toEqual([]);
});

const described = () => aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
const create = () =>
  createFunction(aws, FunctionName, saying('one'), { Environment: { Variables: { TONE: 'soft ' } } });
const permit = (StatementId: string) =>
  aws.lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::files',
      SourceAccount: '000000000000',
    }),
  );

describe('a function that takes time to settle', () => {
  it('is Pending until then, and can neither run nor be changed nor deleted', async () => {
    await start({ functionSettleSeconds: 3 });
    const { lambda } = aws;
    const Code = { ZipFile: await zip({ 'index.mjs': saying('one') }) };
    const created = await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: roleArn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code,
      }),
    );
    const state = {
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
    };
    expect(created).toMatchObject(state);
    expect(created.LastUpdateStatus).toBeUndefined();
    clock.advance(2999);
    expect(await described()).toMatchObject(state);

    await expect(invoke(aws, FunctionName)).rejects.toMatchObject(pending);
    await expect(invoke(aws, FunctionName, {}, { InvocationType: 'Event' })).rejects.toMatchObject(pending);
    await expect(lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...Code }))).rejects.toMatchObject(
      pending,
    );
    await expect(
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 })),
    ).rejects.toMatchObject(pending);
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName }))).rejects.toMatchObject(pending);
    await permit('s3');
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));

    clock.advance(1);
    expect(await described()).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect((await described()).StateReason).toBeUndefined();
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  });

  it('keeps events that arrive meanwhile until it is Active', async () => {
    await start({ functionSettleSeconds: 3 });
    await create();
    const sns = new SNSClient(aws.client);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'topic' }));
    const permission = new AddPermissionCommand({
      FunctionName,
      StatementId: 'sns',
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
    });
    await aws.lambda.send(permission);
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: arn }));
    const published = clock.now();
    await sns.send(new PublishCommand({ TopicArn, Message: 'early' }));
    clock.advance(2000);
    clock.advance(1000);
    const [firstLine] = await eventually(loggedTimes);
    expect(firstLine).toBe(published + 3000);
  });

  it('serves its old code and settings while an update is in progress, and takes no other', async () => {
    await start({ functionSettleSeconds: 3 });
    const { lambda } = aws;
    await create();
    clock.advance(3000);
    expect((await invoke(aws, FunctionName)).result).toBe('soft one');
    const ZipFile = await zip({ 'index.mjs': saying('two') });
    const before = (await described()).CodeSha256;
    const updated = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    expect(updated).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating',
    });
    expect(updated.CodeSha256).not.toBe(before);
    const louder = new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { TONE: 'loud ' } },
    });
    await expect(lambda.send(louder)).rejects.toMatchObject(inProgress);
    await expect(lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))).rejects.toMatchObject(
      inProgress,
    );
    expect((await invoke(aws, FunctionName)).result).toBe('soft one');

    clock.advance(3000);
    expect(await described()).toMatchObject({ LastUpdateStatus: 'Successful' });
    expect((await invoke(aws, FunctionName)).result).toBe('soft two');
    expect(await lambda.send(louder)).toMatchObject({ LastUpdateStatus: 'InProgress' });
    expect((await invoke(aws, FunctionName)).result).toBe('soft two');
    clock.advance(3000);
    expect((await invoke(aws, FunctionName)).result).toBe('loud two');
  });

  it('serves its old code after a restart, too', async () => {
    await start({ functionSettleSeconds: 3 });
    await create();
    clock.advance(3000);
    const ZipFile = await zip({ 'index.mjs': saying('two') });
    await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await aws.restart();
    expect((await invoke(aws, FunctionName)).result).toBe('soft one');
  });

  it('takes one change of its policy at a time', async () => {
    await start({ functionSettleSeconds: 3 });
    await create();
    await Promise.all(crowd.map(described));
    const results = await Promise.allSettled(crowd.map((id) => permit(`all-${id}`)));
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(failed[0]).toMatchObject({
      name: 'ResourceConflictException',
      message: 'The function could not be updated due to a concurrent update operation.',
    });
    await permit('three');
    await aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'three' }));
    const { Policy = '' } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy).Statement).toHaveLength(crowd.length - failed.length);
  });
});

describe('an account with little concurrency', () => {
  it('tells so, and reserves nothing of the last ten', async () => {
    await start({ accountConcurrency: 10 });
    await create();
    const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 });
    await expect(reserve(1)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
    });
    await reserve(0);
  });

  it('reserves what it has beyond ten', async () => {
    await start({ accountConcurrency: 50 });
    await create();
    await expect(reserve(41)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await reserve(40);
    const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 50, UnreservedConcurrentExecutions: 10 });
  });

  const reserve = (ReservedConcurrentExecutions: number) =>
    aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
});

describe('a permission that spreads slowly', () => {
  it('is known to S3 only some seconds after it was given, and still after it was taken', async () => {
    await start({ permissionDelaySeconds: 3 });
    await create();
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
    const configure = () =>
      s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: 'files',
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn, Events: ['s3:ObjectCreated:*'] }],
          },
        }),
      );
    const refused = {
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
    };

    await permit('s3');
    await expect(configure()).rejects.toMatchObject(refused);
    clock.advance(2000);
    await permit('more');
    clock.advance(999);
    await expect(configure()).rejects.toMatchObject(refused);
    clock.advance(1);
    await configure();

    for (const StatementId of ['s3', 'more']) {
      await aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    }
    clock.advance(2999);
    await configure();
    clock.advance(1);
    await expect(configure()).rejects.toMatchObject(refused);
  });
});

async function loggedTimes(): Promise<number[]> {
  const { events = [] } = await new CloudWatchLogsClient(aws.client).send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}` }),
  );
  expect(events.length).toBeGreaterThan(0);
  return events.map(({ timestamp }) => timestamp ?? 0);
}
