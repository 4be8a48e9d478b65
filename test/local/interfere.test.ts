import { once } from 'node:events';
import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it, onTestFinished } from 'vitest';
import type { EmbeddedAwsOptions } from '../../src/local/embedded-aws.ts';
import type { InterceptedCall } from '../../src/local/intervention.ts';
import { freshAws } from './fresh-aws.ts';
import { countCalls, expireFrom, type Failure, failCall } from './interventions.ts';
import { watchedClock } from './watched-clock.ts';

async function awsWith(options: Partial<EmbeddedAwsOptions>) {
  const aws = await freshAws(options);
  onTestFinished(() => aws.close());
  return aws;
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const createRole = new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust });

it('whoever intervenes is told of every call that is understood', async () => {
  const calls: Omit<InterceptedCall, 'needs' | 'caller'>[] = [];
  const aws = await awsWith({
    intervene({ number, service, operation, input }) {
      calls.push({ number, service, operation, input });
      return undefined;
    },
  });
  const iam = new IAMClient(aws.clientOptions());
  await iam.send(createRole);
  const stranger = new IAMClient({
    ...aws.clientOptions(),
    credentials: { ...aws.aws.credentials, secretAccessKey: 'wrong' },
  });
  await expect(stranger.send(createRole)).rejects.toThrow();
  await iam.send(new GetRoleCommand({ RoleName: 'r' }));
  expect(calls).toEqual([
    expect.objectContaining({ number: 1, service: 'iam', operation: 'CreateRole' }),
    { number: 2, service: 'iam', operation: 'GetRole', input: { RoleName: 'r' } },
  ]);
});

const services = {
  s3: (options) => new S3Client(options).send(new ListBucketsCommand({})),
  iam: (options) => new IAMClient(options).send(new ListRolesCommand({})),
  sts: (options) => new STSClient(options).send(new GetCallerIdentityCommand({})),
  sns: (options) => new SNSClient(options).send(new ListTopicsCommand({})),
  sqs: (options) => new SQSClient(options).send(new ListQueuesCommand({})),
  lambda: (options) => new LambdaClient(options).send(new ListFunctionsCommand({})),
  dynamodb: (options) => new DynamoDBClient(options).send(new ListTablesCommand({})),
  apigateway: (options) => new APIGatewayClient(options).send(new GetRestApisCommand({})),
  logs: (options) => new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({})),
  monitoring: (options) => new CloudWatchClient(options).send(new DescribeAlarmsCommand({})),
} satisfies Record<string, (options: object) => Promise<unknown>>;

/** By service: throttled, failed, denied, expired. */
const errors: Record<keyof typeof services, readonly (readonly [string, number])[]> = {
  s3: [
    ['SlowDown', 503],
    ['InternalError', 500],
    ['AccessDenied', 403],
    ['ExpiredToken', 400],
  ],
  iam: [
    ['Throttling', 400],
    ['ServiceFailureException', 500],
    ['AccessDenied', 403],
    ['ExpiredToken', 403],
  ],
  sts: [
    ['Throttling', 400],
    ['InternalFailure', 500],
    ['AccessDenied', 403],
    ['ExpiredToken', 403],
  ],
  sns: [
    ['Throttling', 400],
    ['InternalErrorException', 500],
    ['AuthorizationErrorException', 403],
    ['ExpiredToken', 403],
  ],
  sqs: [
    ['RequestThrottled', 403],
    ['InternalFailure', 500],
    ['AccessDenied', 403],
    ['ExpiredToken', 403],
  ],
  lambda: [
    ['TooManyRequestsException', 429],
    ['ServiceException', 500],
    ['AccessDeniedException', 403],
    ['ExpiredTokenException', 403],
  ],
  dynamodb: [
    ['ThrottlingException', 400],
    ['InternalServerError', 500],
    ['AccessDeniedException', 400],
    ['ExpiredTokenException', 400],
  ],
  apigateway: [
    ['TooManyRequestsException', 429],
    ['InternalFailure', 500],
    ['AccessDeniedException', 403],
    ['ExpiredTokenException', 403],
  ],
  logs: [
    ['ThrottlingException', 400],
    ['ServiceUnavailableException', 500],
    ['AccessDeniedException', 400],
    ['ExpiredTokenException', 400],
  ],
  monitoring: [
    ['Throttling', 400],
    ['InternalServiceFault', 500],
    ['AccessDenied', 403],
    ['ExpiredToken', 403],
  ],
};

it('each service fails in its own words, once, and is itself again', async () => {
  const counter = countCalls();
  const aws = await awsWith({ intervene: counter.intervene });
  const kinds: readonly Failure[] = ['throttle', 'server error', 'access denied', 'expired token'];
  for (const [service, call] of Object.entries(services)) {
    for (const [index, [name, httpStatusCode]] of errors[service as keyof typeof services].entries()) {
      counter.restart(failCall(1, kinds[index] ?? 'throttle'));
      await expect(call(aws.clientOptions()), `${service} ${name}`).rejects.toMatchObject({
        name,
        $metadata: { httpStatusCode },
      });
      await call(aws.clientOptions());
      expect(counter.calls).toHaveLength(2);
    }
  }
});

it('who is denied is told what it would take, and API Gateway says when to come again', async () => {
  const counter = countCalls(failCall(1, 'access denied'));
  const aws = await awsWith({ intervene: counter.intervene });
  await expect(new IAMClient(aws.clientOptions()).send(createRole)).rejects.toThrow(
    'User: arn:aws:iam::000000000000:root is not authorized to perform: iam:CreateRole on resource: ' +
      'arn:aws:iam::000000000000:role/r because no identity-based policy allows the iam:CreateRole action',
  );
  counter.restart(failCall(1, 'throttle'));
  await expect(services.apigateway(aws.clientOptions())).rejects.toMatchObject({ retryAfterSeconds: '1' });
});

it.each<[Failure, boolean]>([
  ['reset before', false],
  ['reset after', true],
  ['server error', false],
  ['server error after', true],
])('after "%s" it was carried out: %s', async (failure, carriedOut) => {
  const aws = await awsWith({ intervene: failCall(1, failure) });
  const iam = new IAMClient(aws.clientOptions());
  await expect(iam.send(createRole)).rejects.toThrow();
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  expect(Roles.length > 0).toBe(carriedOut);
});

it('a connection breaks like any other, so that clients try again', async () => {
  const aws = await awsWith({ intervene: failCall(1, 'reset before') });
  const iam = new IAMClient({ ...aws.clientOptions(), maxAttempts: 2 });
  const { $metadata } = await iam.send(createRole);
  expect($metadata.attempts).toBe(2);
});

it('an upload whose connection broke is sent again', async () => {
  const counter = countCalls();
  const aws = await awsWith({ intervene: counter.intervene });
  const s3 = new S3Client({ ...aws.clientOptions(), forcePathStyle: true, maxAttempts: 2 });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  counter.restart(failCall(1, 'reset before'));
  const Body = Buffer.alloc(3_000_000, 'x');
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body }));
  const { ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
  expect(ContentLength).toBe(Body.length);
});

it('a session can run out half way', async () => {
  const aws = await awsWith({ intervene: expireFrom(2) });
  const iam = new IAMClient(aws.clientOptions());
  await iam.send(createRole);
  await expect(iam.send(createRole)).rejects.toMatchObject({ name: 'ExpiredToken' });
  await expect(iam.send(createRole)).rejects.toMatchObject({ name: 'ExpiredToken' });
});

it('the way to AWS and back takes its time, half of it before the call is carried out', async () => {
  const { clock, waits } = watchedClock();
  const start = clock.now();
  const aws = await awsWith({ clock, realism: { latencySeconds: 2 } });
  const created = new IAMClient(aws.clientOptions()).send(createRole);
  for (const _half of ['there', 'back']) {
    await once(waits, '1000');
    clock.advance(1000);
  }
  expect((await created).Role?.CreateDate).toEqual(new Date(start + 1000));
  expect(clock.now()).toBe(start + 2000);
});

it('a call that is on its way when it closes is never carried out', async () => {
  const { clock, waits } = watchedClock();
  const aws = await freshAws({ clock, realism: { latencySeconds: 2 } });
  const created = new IAMClient(aws.clientOptions()).send(createRole);
  await once(waits, '1000');
  await Promise.all([aws.close(), expect(created).rejects.toMatchObject({ code: 'ECONNRESET' })]);
});

it('rates take their share of the calls, half of it after they were carried out', async () => {
  const lots = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55];
  const aws = await awsWith({
    realism: { throttleRate: 0.1, failureRate: 0.2, dropRate: 0.2 },
    random: () => lots.shift() ?? 1,
  });
  const iam = new IAMClient(aws.clientOptions());
  const attempt = async (RoleName: string) => {
    const create = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust });
    return await iam.send(create).then(
      () => 'made',
      (error: Error & { code?: string }) => error.code ?? error.name,
    );
  };
  const outcomes = [];
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) outcomes.push(await attempt(name));
  const failure = 'ServiceFailureException';
  expect(outcomes).toEqual(['Throttling', failure, failure, 'ECONNRESET', 'ECONNRESET', 'made']);
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  expect(Roles.map(({ RoleName }) => RoleName)).toEqual(['c', 'e', 'f']);
});

it("the account's own credentials expire half-way where that is asked for, and last again after a restart", async () => {
  const aws = await awsWith({ realism: { credentialsLastCalls: 2 } });
  const list = () => new IAMClient(aws.clientOptions()).send(new ListRolesCommand({}));
  await list();
  await list();
  await expect(list()).rejects.toThrow(/expired/);
  await aws.restart();
  await list();
});
