import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import { readMail } from '../../src/local-mail.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { type SetupResult, setup } from '../../src/provision/setup.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

const MIB = 1024 * 1024;
const MAIL_ADDRESS = 'ops@example.com';
const signal = new AbortController().signal;

/** What is there in the end; how long it takes is not promised. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look);

describe('a pipeline that setup has made', () => {
  let aws: TestAws;
  let made: SetupResult;
  let failures: string;

  beforeAll(async () => {
    aws = await startAws({ asyncRetrySeconds: [0.05, 0.1] });
    const settings = settingsFrom({ alarmEmail: MAIL_ADDRESS, apiAuth: 'none' });
    made = await setup(aws.clients, aws.target, settings, quickControl(), () => {}, {
      codeFile,
    });
    const queue = new GetQueueUrlCommand({ QueueName: made.names.failureQueue });
    failures = (await aws.clients.sqs.send(queue)).QueueUrl ?? '';
    await confirmMail();
  });

  afterAll(async () => {
    await aws.close();
  });

  const row = (key: string) => getRow(aws.clients.dynamodb, made.names.table, key, signal);

  async function put(key: string, body = 'content') {
    const command = new PutObjectCommand({ Bucket: made.names.bucket, Key: key, Body: body });
    return receipt(await aws.clients.s3.send(command));
  }

  async function remove(key: string, versionId?: string): Promise<string | undefined> {
    const Bucket = made.names.bucket;
    const command = new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId });
    return (await aws.clients.s3.send(command)).VersionId;
  }

  async function putInParts(key: string) {
    const params = { Bucket: made.names.bucket, Key: key, Body: Buffer.alloc(6 * MIB, 'x') };
    return receipt(await new Upload({ client: aws.clients.s3, params, partSize: 5 * MIB }).done());
  }

  async function copy(key: string) {
    await put(`original of ${key}`);
    const Bucket = made.names.bucket;
    const CopySource = encodeURI(`${Bucket}/original of ${key}`).replaceAll('+', '%2B');
    const command = new CopyObjectCommand({ Bucket, Key: key, CopySource });
    const { CopyObjectResult, VersionId } = await aws.clients.s3.send(command);
    return receipt({ ETag: CopyObjectResult?.ETag, VersionId });
  }

  async function post(key: string) {
    const url = `${made.apiUrl}/upload?filename=${encodeURIComponent(key)}`;
    const { headers } = await fetch(url, { method: 'POST', body: 'content' });
    return receipt({
      ETag: headers.get('etag') ?? undefined,
      VersionId: headers.get('x-amz-version-id') ?? undefined,
    });
  }

  test.each([
    ['put in one piece', put, 7],
    ['put in parts', putInParts, 6 * MIB],
    ['copied', copy, 7],
    ['posted to the API', post, 7],
  ])('keeps the record of an object that was %s', async (way, upload, size) => {
    const key = `${way}/a b+c ü.bin`;
    const { etag, versionId } = await upload(key);
    await eventually(() => row(key)).toMatchObject({
      filename: key,
      bucket: made.names.bucket,
      size,
      etag,
      versionId,
      status: 'described',
      checksum: expect.stringMatching(/^CRC\d+[A-Z]*:.+/),
    });
  });

  test('follows an object that is overwritten, removed, brought back and taken back a version', async () => {
    const key = 'eventful.txt';
    const first = await put(key, 'one');
    const second = await put(key, 'second');
    await eventually(() => row(key)).toMatchObject({ size: 6, versionId: second.versionId });
    const marker = await remove(key);
    await eventually(() => row(key)).toMatchObject({ status: 'removed' });
    await remove(key, marker);
    await eventually(() => row(key)).toMatchObject({ status: 'described', versionId: second.versionId });
    await remove(key, second.versionId);
    await eventually(() => row(key)).toMatchObject({ size: 3, versionId: first.versionId });
    await remove(key, first.versionId);
    await eventually(() => row(key)).toMatchObject({ status: 'removed' });
  });

  test('logs what became of each file', async () => {
    const { versionId } = await put('logged.txt', 'four');
    await eventually(() => logged('logged.txt')).toEqual([
      expect.objectContaining({ level: 'INFO', size: 4, status: 'described', outcome: 'stored' }),
    ]);
    await remove('logged.txt', versionId);
    await eventually(() => logged('logged.txt')).toEqual([
      expect.objectContaining({ outcome: 'stored' }),
      expect.objectContaining({ level: 'INFO', status: 'removed', outcome: 'removed' }),
    ]);
  });

  test('hands an event that makes no sense to the failure queue, after three runs', async () => {
    const requestId = await send({ poison: 'ü' });
    expect(await failureOf(requestId)).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestContext: {
        requestId,
        functionArn: `${made.arns.function}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { poison: 'ü' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: {
        errorType: 'Error',
        errorMessage: 'the event is not an S3 notification: it has no Records',
        trace: expect.any(Array),
      },
    });
  });

  test('stores the good files of an event, and hands it over for the bad ones', async () => {
    const key = 'beside bad ones.txt';
    const object = { key: key.replaceAll(' ', '+'), sequencer: 'F'.repeat(16) };
    const good = creationOf(made.names.bucket, object);
    const elsewhere = creationOf('no-such-bucket', { key: 'elsewhere.txt', sequencer: '1' });
    const unordered = creationOf(made.names.bucket, { key: 'unordered.txt' });
    await put(key);
    const requestId = await send({ Records: [unordered, good, elsewhere] });
    expect(await failureOf(requestId)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      responsePayload: {
        errorType: 'AggregateError',
        errorMessage: expect.stringMatching(
          /^2 of 3 files failed: unordered\.txt \(.*\), elsewhere\.txt \(.*bucket no-such-bucket/,
        ),
      },
    });
    expect(await row(key)).toMatchObject({ status: 'described', sequencer: 'F'.repeat(16).padEnd(32, '0') });
    expect(await row('elsewhere.txt')).toBeUndefined();
    await eventually(() => logged('elsewhere.txt')).toEqual(
      Array(3).fill(expect.objectContaining({ level: 'ERROR', outcome: 'failed' })),
    );
  });

  test('mails that the function has failed, and that an event was given up', async () => {
    await send('poison');
    await eventually(subjects).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ALARM: "filepipe-function-errors"/),
        expect.stringMatching(/^ALARM: "filepipe-dropped-events"/),
      ]),
    );
  });

  /** Has the function run on the event, as S3 would; returns the request's id. */
  async function send(event: unknown): Promise<string> {
    const command = new InvokeCommand({
      FunctionName: made.names.function,
      InvocationType: 'Event',
      Payload: JSON.stringify(event),
    });
    return (await aws.clients.lambda.send(command)).$metadata.requestId ?? '';
  }

  /** What the failure queue gets about a request; records about others are lost. */
  async function failureOf(requestId: string): Promise<unknown> {
    for (;;) {
      const receive = new ReceiveMessageCommand({ QueueUrl: failures, WaitTimeSeconds: 20 });
      const { Messages: [message] = [] } = await aws.clients.sqs.send(receive);
      if (message === undefined) throw new Error(`nothing in the failure queue about request ${requestId}`);
      const { ReceiptHandle, Body = '' } = message;
      await aws.clients.sqs.send(new DeleteMessageCommand({ QueueUrl: failures, ReceiptHandle }));
      const record = JSON.parse(Body);
      if (record.requestContext.requestId === requestId) return record;
    }
  }

  /** The lines about one file, oldest first. */
  async function logged(key: string): Promise<readonly unknown[]> {
    const command = new FilterLogEventsCommand({
      logGroupName: made.names.logGroup,
      filterPattern: `{ $.key = "${key}" }`,
    });
    const { events = [] } = await aws.clients.logs.send(command);
    return events.map(({ message = '' }) => JSON.parse(message));
  }

  async function confirmMail(): Promise<void> {
    const [question] = await mails();
    const [link = ''] = /https?:\/\/\S+/.exec(question?.body ?? '') ?? [];
    expect((await fetch(link)).status).toBe(200);
  }

  async function mails() {
    const all = await readMail(aws.target.endpoint ?? '', signal);
    return all.filter(({ to }) => to === MAIL_ADDRESS);
  }

  async function subjects(): Promise<readonly string[]> {
    return (await mails()).map(({ subject }) => subject);
  }
});

function receipt({ ETag, VersionId }: { ETag?: string | undefined; VersionId?: string | undefined }) {
  return { etag: ETag?.replaceAll('"', ''), versionId: VersionId };
}

function creationOf(bucket: string, object: { readonly key: string; readonly sequencer?: string }): unknown {
  const eventTime = '2026-01-01T00:00:00.000Z';
  return { eventName: 'ObjectCreated:Put', eventTime, s3: { bucket: { name: bucket }, object } };
}
