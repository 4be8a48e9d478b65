import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  type DestinationConfig,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { eventually } from '../eventually.ts';
import { createFunction, invoke, type LambdaFixture, logMessages, startLambda } from './lambda-fixture.ts';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:queue';
const fails = "export const handler = async (event, { awsRequestId }) => { throw new Error('no'); };";

let clock: ManualClock;
let aws: LambdaFixture;

beforeEach(async () => {
  clock = manualClock();
  aws = await startLambda({ clock });
  await new SQSClient(aws.client).send(new CreateQueueCommand({ QueueName: 'queue' }));
});

afterEach(async () => {
  await aws.close();
  expect(aws.faults).toEqual([]);
});

describe('an asynchronous event', () => {
  it('is run again after one and two minutes under the same id, then told to the destination', async () => {
    await createFunction(aws, 'failing', fails);
    await configure('failing', { DestinationConfig: { OnFailure: { Destination: queueArn } } });
    const { StatusCode, $metadata } = await invoke(aws, 'failing', { a: 1 }, { InvocationType: 'Event' });
    expect(StatusCode).toBe(202);

    await runs('failing', 1);
    clock.advance(59_999);
    await runs('failing', 1);
    clock.advance(1);
    await runs('failing', 2);
    clock.advance(119_999);
    await runs('failing', 2);
    clock.advance(1);
    await runs('failing', 3);

    expect(await received()).toEqual({
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: $metadata.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:failing:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'no', trace: expect.any(Array) },
    });
    const starts = (await logMessages(aws, 'failing')).filter((line) => line.startsWith('START'));
    expect(starts).toEqual(Array(3).fill(`START RequestId: ${$metadata.requestId} Version: $LATEST\n`));
    expect(await sumOf('failing', 'Invocations')).toBe(3);
    expect(await sumOf('failing', 'Errors')).toBe(3);
    expect(await sumOf('failing', 'AsyncEventsReceived')).toBe(1);
    expect(await sumOf('failing', 'AsyncEventsDropped')).toBe(1);
  });

  it('is not run again when no retries are wanted, and goes to the dead letters as it came', async () => {
    await createFunction(aws, 'once', fails, { DeadLetterConfig: { TargetArn: queueArn } });
    await configure('once', { MaximumRetryAttempts: 0 });
    await invoke(aws, 'once', { bare: true }, { InvocationType: 'Event' });
    expect(await received()).toEqual({ bare: true });
    await runs('once', 1);
  });

  it('is given up when it would be too old', async () => {
    await createFunction(aws, 'old', fails);
    await configure('old', {
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    });
    await invoke(aws, 'old', {}, { InvocationType: 'Event' });
    await runs('old', 1);
    clock.advance(60_000);
    const { requestContext } = await received();
    expect(requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 2 });
  });

  it('goes to the destination unrun while nothing may run', async () => {
    await createFunction(aws, 'paused', fails);
    await configure('paused', { DestinationConfig: { OnFailure: { Destination: queueArn } } });
    const pause = { FunctionName: 'paused', ReservedConcurrentExecutions: 0 };
    await aws.lambda.send(new PutFunctionConcurrencyCommand(pause));
    await invoke(aws, 'paused', { a: 1 }, { InvocationType: 'Event' });
    const record = await received();
    expect(record.requestContext).toMatchObject({
      condition: 'ZeroReservedConcurrency',
      approximateInvokeCount: 0,
    });
    expect(record.requestPayload).toEqual({ a: 1 });
    expect(record).not.toHaveProperty('responsePayload');
  });

  it('is told of when it succeeds, to another function too', async () => {
    await createFunction(
      aws,
      'next',
      'export const handler = (record) => { console.log(JSON.stringify(record)); };',
    );
    await createFunction(aws, 'good', 'export const handler = () => ({ done: true });');
    await configure('good', {
      DestinationConfig: onSuccess('arn:aws:lambda:us-east-1:000000000000:function:next'),
    });
    await invoke(aws, 'good', { a: 1 }, { InvocationType: 'Event' });
    await runs('next', 1);
    const line = (await logMessages(aws, 'next')).find((message) => message.includes('\tINFO\t'));
    expect(JSON.parse(line?.split('\t').at(-1) ?? '')).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { done: true },
    });
  });

  it('counts a destination that is not there', async () => {
    await createFunction(aws, 'lost', fails);
    await configure('lost', {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: `${queueArn}-not` } },
    });
    await invoke(aws, 'lost', {}, { InvocationType: 'Event' });
    await eventually(async () => expect(await sumOf('lost', 'DestinationDeliveryFailures')).toBe(1));
  });

  it('waits its turn when the function reserves less than there is to do', async () => {
    const source = `export const handler = async () => { await new Promise((done) => setTimeout(done, 20)); };`;
    await createFunction(aws, 'narrow', source);
    const narrow = { FunctionName: 'narrow', ReservedConcurrentExecutions: 1 };
    await aws.lambda.send(new PutFunctionConcurrencyCommand(narrow));
    for (let i = 0; i < 5; i++) await invoke(aws, 'narrow', {}, { InvocationType: 'Event' });
    await runs('narrow', 5);
    expect(await sumOf('narrow', 'Throttles')).toBe(0);
  });

  it('is run again after a restart that came in between', async () => {
    const source = `import { existsSync, writeFileSync } from 'node:fs';
      export const handler = async () => {
        if (existsSync('began')) return 'again';
        writeFileSync('began', '');
        console.log('began');
        await new Promise((done) => setTimeout(done, 600_000));
      };`;
    await createFunction(aws, 'interrupted', source);
    await configure('interrupted', { DestinationConfig: onSuccess(queueArn) });
    await invoke(aws, 'interrupted', { a: 1 }, { InvocationType: 'Event' });
    await eventually(async () => expect((await logMessages(aws, 'interrupted')).join()).toContain('began'));
    await aws.restart();
    expect(await received()).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      responsePayload: 'again',
    });
  });

  it('waits for its retry over a restart', async () => {
    await createFunction(aws, 'patient', fails);
    await invoke(aws, 'patient', {}, { InvocationType: 'Event' });
    await runs('patient', 1);
    await aws.restart();
    clock.advance(60_000);
    await runs('patient', 2);
  });
});

async function configure(
  FunctionName: string,
  input: Partial<PutFunctionEventInvokeConfigCommandInput>,
): Promise<void> {
  await aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...input }));
}

function onSuccess(Destination: string): DestinationConfig {
  return { OnSuccess: { Destination } };
}

/** Resolves once the function has run so often, and no more. */
async function runs(name: string, count: number): Promise<void> {
  const reports = async () => (await logMessages(aws, name)).filter((line) => line.startsWith('REPORT'));
  await eventually(async () => expect(await reports()).toHaveLength(count));
}

async function received() {
  const sqs = new SQSClient(aws.client);
  const QueueUrl = `${aws.aws.endpoint}/000000000000/queue`;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const [message] = Messages;
  const ReceiptHandle = message?.ReceiptHandle;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return JSON.parse(message?.Body ?? '');
}

async function sumOf(name: string, metric: string): Promise<number> {
  const now = clock.now();
  const { Datapoints = [] } = await new CloudWatchClient(aws.client).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: metric,
      Dimensions: [{ Name: 'FunctionName', Value: name }],
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
