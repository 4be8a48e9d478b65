import { createHash } from 'node:crypto';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type Message,
  PurgeQueueCommand,
  paginateListQueues,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { Sha256Node } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

describe('SQS', () => {
  let clock: ManualClock;
  let fresh: FreshAws;
  let sqs: SQSClient;
  let QueueUrl: string;

  beforeEach(async () => {
    clock = manualClock();
    fresh = await freshAws({ clock });
    sqs = new SQSClient(fresh.clientOptions());
    QueueUrl = await createQueue('q');
  });

  afterEach(async () => {
    sqs.destroy();
    await fresh.close();
  });

  async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return url;
  }

  const send = (MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...input }));

  async function receive(input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...input }));
    return Messages;
  }

  const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

  async function attributes(url = QueueUrl): Promise<Record<string, string>> {
    const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    return all.Attributes ?? {};
  }

  it('makes a queue with what SQS gives a queue', async () => {
    expect(QueueUrl).toBe(`${fresh.aws.endpoint}/000000000000/q`);
    expect(await attributes()).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      SqsManagedSseEnabled: 'true',
      ApproximateNumberOfMessages: '0',
    });
  });

  it('makes the same queue twice, but no other one by its name', async () => {
    expect(await createQueue('q', { VisibilityTimeout: '30' })).toBe(QueueUrl);
    await expect(createQueue('q', { VisibilityTimeout: '31' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  it('says that a queue is not there, in words old and new', async () => {
    const error = await sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })).catch((caught) => caught);
    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({
      message: 'The specified queue does not exist.',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(send('x')).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a day of visibility timeout', { VisibilityTimeout: '86400' }, 'InvalidAttributeValue'],
    ['a retention of a second', { MessageRetentionPeriod: '1' }, 'InvalidAttributeValue'],
    ['a delay that is no number', { DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
    ['an attribute that queues do not have', { constructor: 'x' }, 'InvalidAttributeName'],
    ['a policy that is none', { Policy: '{"nope":1}' }, 'InvalidAttributeValue'],
    ['dead letters without a count', { RedrivePolicy: '{}' }, 'InvalidAttributeValue'],
    [
      'dead letters for a queue that is not there',
      { RedrivePolicy: redrive('none') },
      'InvalidParameterValue',
    ],
    ['FIFO queues, which it does not have', { FifoQueue: 'true' }, 'UnsupportedOperation'],
  ])('refuses %s', async (_what, given, name) => {
    await expect(createQueue('new', given)).rejects.toMatchObject({ name });
    const set = new SetQueueAttributesCommand({ QueueUrl, Attributes: given });
    await expect(sqs.send(set)).rejects.toMatchObject({ name });
  });

  it.each(['a b', 'x'.repeat(81), 'ü'])('refuses the queue name %s', async (name) => {
    await expect(createQueue(name)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('lists queues by prefix and page by page', async () => {
    for (const name of ['p-1', 'p-2', 'p-3']) await createQueue(name);
    const pages: (string[] | undefined)[] = [];
    for await (const { QueueUrls } of paginateListQueues(
      { client: sqs, pageSize: 2 },
      { QueueNamePrefix: 'p-' },
    )) {
      pages.push(QueueUrls?.map((url) => url.slice(-3)));
    }
    expect(pages).toEqual([['p-1', 'p-2'], ['p-3']]);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(4);
  });

  it('keeps tags', async () => {
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
  });

  it.each([{ '': 'x' }, { 'a#': 'x' }, { a: '#' }, { a: 'x'.repeat(257) }, { 'aws:a': 'x' }])(
    'refuses the tags %j',
    async (Tags) => {
      const command = new TagQueueCommand({ QueueUrl, Tags });
      await expect(sqs.send(command)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    },
  );

  it('delivers a message with its attributes and its story', async () => {
    const body = 'grüße <&> 🎉';
    const sent = await send(body, {
      MessageAttributes: {
        text: { DataType: 'String', StringValue: 'ü' },
        count: { DataType: 'Number.int', StringValue: '3' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
      },
    });
    expect(sent.MD5OfMessageBody).toBe(createHash('md5').update(body).digest('hex'));
    const [message] = await receive({ MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: body,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: {
        SenderId: '000000000000',
        SentTimestamp: String(clock.now()),
        ApproximateReceiveCount: '1',
      },
      MessageAttributes: {
        text: { DataType: 'String', StringValue: 'ü' },
        count: { DataType: 'Number.int', StringValue: '3' },
      },
    });
    expect([...(message?.MessageAttributes?.['bytes']?.BinaryValue ?? [])]).toEqual([0, 255]);
  });

  it('digests attributes as clients do', async () => {
    // As moto's own tests have it.
    const { MD5OfMessageAttributes } = await send('b', {
      MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
    });
    expect(MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  it('hides a received message until its time is up, and counts', async () => {
    await send('m');
    expect(bodies(await receive({ VisibilityTimeout: 10 }))).toEqual(['m']);
    expect(await receive()).toEqual([]);
    expect(await attributes()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    clock.advance(10_000);
    const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('deletes by the latest receipt only', async () => {
    await send('m');
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect((await attributes())['ApproximateNumberOfMessagesNotVisible']).toBe('1');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    expect((await attributes())['ApproximateNumberOfMessagesNotVisible']).toBe('0');
    await expect(
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'forged' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('lets a receiver give a message back at once, or keep it longer', async () => {
    await send('m');
    const hide = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    const [first] = await receive();
    await hide(first?.ReceiptHandle, 0);
    const [second] = await receive();
    expect(second?.Body).toBe('m');
    await hide(second?.ReceiptHandle, 100);
    clock.advance(60_000);
    expect(await receive()).toEqual([]);
    clock.advance(40_000);
    await expect(hide(second?.ReceiptHandle, 100)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  });

  it('holds a delayed message back', async () => {
    await send('later', { DelaySeconds: 5 });
    expect(await receive()).toEqual([]);
    expect((await attributes())['ApproximateNumberOfMessagesDelayed']).toBe('1');
    clock.advance(5000);
    expect(bodies(await receive())).toEqual(['later']);
  });

  it('answers a waiting receiver as soon as a message comes', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send('news');
    expect(bodies(await waiting)).toEqual(['news']);
  });

  it('answers a waiting receiver when a hidden message shows again', async () => {
    await send('m');
    await receive({ VisibilityTimeout: 5 });
    const waiting = receive({ WaitTimeSeconds: 20 });
    // The second request is known to wait once a third one has been answered.
    await attributes();
    clock.advance(5000);
    expect(bodies(await waiting)).toEqual(['m']);
  });

  it('lets nobody wait longer than asked for', async () => {
    const waiting = receive({ WaitTimeSeconds: 1 });
    await attributes();
    clock.advance(1000);
    expect(await waiting).toEqual([]);
  });

  it('does not keep the embedded AWS from ending', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await attributes();
    await fresh.restart();
    expect(await waiting).toEqual([]);
  });

  it('moves what was received too often to the dead letters', async () => {
    const deadLetters = await createQueue('dead');
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy: redrive('dead') } }),
    );
    await send('poison');
    for (let i = 0; i < 2; i++) expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive()).toEqual([]);
    const [dead] = await receive({ QueueUrl: deadLetters, MessageSystemAttributeNames: ['All'] });
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' },
    });
  });

  it('forgets messages that are older than the queue keeps them', async () => {
    QueueUrl = await createQueue('forgetful', { MessageRetentionPeriod: '60' });
    await send('old');
    clock.advance(60_000);
    await send('new');
    clock.advance(1);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['new']);
  });

  it('purges', async () => {
    await send('m');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive()).toEqual([]);
  });

  it('runs batches, each entry on its own', async () => {
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'm' },
          { Id: 'bad', MessageBody: '\u0000' },
        ],
      }),
    );
    expect(Successful).toMatchObject([{ Id: 'good' }]);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    const Entries = (await receive()).map(({ ReceiptHandle }) => ({ Id: 'x', ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect((await attributes())['ApproximateNumberOfMessagesNotVisible']).toBe('0');
  });

  it.each([
    ['empty', [], 'EmptyBatchRequest'],
    ['too large', Array.from({ length: 11 }, (_, i) => entry(`${i}`)), 'TooManyEntriesInBatchRequest'],
    ['ambiguous', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['misnamed', [entry('a b')], 'InvalidBatchEntryId'],
    ['too long', [entry('a', 700_000), entry('b', 700_000)], 'BatchRequestTooLong'],
  ])('refuses a batch that is %s', async (_what, Entries, name) => {
    const batch = new SendMessageBatchCommand({ QueueUrl, Entries });
    await expect(sqs.send(batch)).rejects.toMatchObject({ name });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['no body', () => send(''), 'MissingParameter'],
    ['a body of more than 1 MiB', () => send('x'.repeat(1_048_577)), 'InvalidParameterValue'],
    ['a control character', () => send('\u0001'), 'InvalidMessageContents'],
    ['eleven messages at once', () => receive({ MaxNumberOfMessages: 11 }), 'InvalidParameterValue'],
    ['a wait of 21 seconds', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValue'],
    ['a delay of a day', () => send('m', { DelaySeconds: 86_400 }), 'InvalidParameterValue'],
    [
      'an attribute without a value',
      () => send('m', { MessageAttributes: { a: { DataType: 'String' } } }),
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_what, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  it('tells CloudWatch how many messages can be received, as long as there are some', async () => {
    const cloudWatch = new CloudWatchClient(fresh.clientOptions());
    const start = clock.now();
    await send('m');
    clock.advance(60_000);
    clock.advance(60_000);
    const [{ ReceiptHandle } = {}] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'q' }],
        StartTime: new Date(start - 60_000),
        EndTime: new Date(clock.now() + 60_000),
        Period: 60,
        Statistics: ['Maximum', 'Minimum'],
      }),
    );
    cloudWatch.destroy();
    Datapoints.sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
    expect(Datapoints.map(({ Maximum }) => Maximum)).toEqual([1, 1, 1]);
    expect(Datapoints.at(-1)?.Minimum).toBe(0);
  });

  it('speaks the query protocol to clients that still do', async () => {
    const text = await query({ Action: 'SendMessage', QueueUrl, MessageBody: 'a&b' });
    expect(text).toContain('<MD5OfMessageBody>b96e7bda9c9feee3259b177bd456b0a5</MD5OfMessageBody>');
    expect(await query({ Action: 'ReceiveMessage', QueueUrl, 'AttributeName.1': 'All' })).toContain(
      '<Attribute><Name>SenderId</Name><Value>000000000000</Value></Attribute>',
    );
    expect(await query({ Action: 'GetQueueUrl', QueueName: 'none' })).toContain(
      '<Code>AWS.SimpleQueueService.NonExistentQueue</Code>',
    );
  });

  async function query(fields: Record<string, string>): Promise<string> {
    const { hostname, port, host } = new URL(fresh.aws.endpoint);
    const signer = new SignatureV4({
      service: 'sqs',
      region: 'us-east-1',
      credentials: fresh.aws.credentials,
      sha256: Sha256Node,
    });
    const body = new URLSearchParams(fields).toString();
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    return await (await fetch(fresh.aws.endpoint, { method: 'POST', headers, body })).text();
  }

  it('has every message again after a restart, in order and still hidden if it was', async () => {
    for (const body of ['1', '2', '3']) await send(body);
    await receive({ VisibilityTimeout: 60 });
    await fresh.restart();
    sqs = new SQSClient(fresh.clientOptions());
    QueueUrl = (await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }))).QueueUrl ?? '';
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['2', '3']);
    clock.advance(60_000);
    expect(bodies(await receive({ MaxNumberOfMessages: 1 }))).toEqual(['1']);
  });
});

function redrive(name: string): string {
  return JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    maxReceiveCount: 2,
  });
}

function entry(Id: string, bytes = 1) {
  return { Id, MessageBody: 'x'.repeat(bytes) };
}

it("a deleted queue's name can be used again after queueNameSeconds", async () => {
  const clock = manualClock();
  const fresh = await freshAws({ clock, realism: { queueNameSeconds: 60 } });
  onTestFinished(() => fresh.close());
  const sqs = new SQSClient(fresh.clientOptions());
  const create = () => sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  const { QueueUrl } = await create();
  await create();
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  clock.advance(59_999);
  await expect(create()).rejects.toMatchObject({
    name: 'QueueDeletedRecently',
    Error: { Code: 'AWS.SimpleQueueService.QueueDeletedRecently' },
    message:
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
  });
  await sqs.send(new CreateQueueCommand({ QueueName: 'other' }));
  clock.advance(1);
  await create();
});
