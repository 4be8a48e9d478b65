import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  type CreateTopicCommandInput,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  paginateListTopics,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  type SubscribeCommandInput,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../src/local/internal.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:t';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';
const PUBLISH = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: TOPIC,
};

describe.each([false, true])('SNS (e-mail subscriptions stay pending: %s)', (subscriptionsPend) => {
  let fresh: FreshAws;
  let sns: SNSClient;

  beforeEach(async () => {
    fresh = await freshAws({ realism: { subscriptionsPend } });
    sns = new SNSClient(fresh.clientOptions());
    await createTopic();
  });

  afterEach(async () => {
    sns.destroy();
    await fresh.close();
  });

  const createTopic = (input: Partial<CreateTopicCommandInput> = {}) =>
    sns.send(new CreateTopicCommand({ Name: 't', ...input }));
  const subscribe = (input: Partial<SubscribeCommandInput> = {}) =>
    sns.send(
      new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email', Endpoint: 'me@example.com', ...input }),
    );
  const publish = (input: Partial<PublishCommandInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm', ...input }));
  const mails = async () => (await (await fetch(`${fresh.aws.endpoint}/_filepipe/mail`)).json()) as Mail[];
  const subscriptions = async () =>
    (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }))).Subscriptions;

  if (!subscriptionsPend) {
    it('mails what is published, after the mail that asks to confirm', async () => {
      await subscribe();
      await publish({ Subject: 'Hello', Message: 'grüße <&>' });
      expect(await mails()).toMatchObject([
        { to: 'me@example.com', subject: 'AWS Notification - Subscription Confirmation' },
        { to: 'me@example.com', subject: 'Hello', body: 'grüße <&>' },
      ]);
      expect(await subscriptions()).toMatchObject([
        { SubscriptionArn: expect.stringContaining(`${TOPIC}:`) },
      ]);
    });

    it('writes the mail of an alarm for people to read', async () => {
      await subscribe();
      const alarm = {
        AlarmName: 'errors',
        AlarmDescription: 'too many',
        AWSAccountId: '000000000000',
        NewStateValue: 'ALARM',
        NewStateReason: 'Threshold Crossed',
        OldStateValue: 'OK',
        StateChangeTime: '2026-11-22T15:00:00.000+0000',
        Region: 'US East (N. Virginia)',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      };
      await publish({ Subject: 'ALARM: "errors" in US East (N. Virginia)', Message: JSON.stringify(alarm) });
      const mail = (await mails()).at(-1);
      expect(mail?.subject).toBe('ALARM: "errors" in US East (N. Virginia)');
      expect(mail?.body).toContain(
        '"errors" in the US East (N. Virginia) region has entered the ALARM state',
      );
      expect(mail?.body).toContain('- State Change:               OK -> ALARM');
    });
  } else {
    it('keeps an e-mail subscription pending until the link in the mail is followed', async () => {
      expect((await subscribe()).SubscriptionArn).toBe('pending confirmation');
      const { SubscriptionArn } = await subscribe({ ReturnSubscriptionArn: true });
      expect(SubscriptionArn).toContain(`${TOPIC}:`);
      expect(await subscriptions()).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
      await publish();
      const [mail, again, ...rest] = await mails();
      expect([again?.subject, rest]).toEqual([mail?.subject, []]);
      const link = /http\S+/.exec(mail?.body ?? '')?.[0] ?? '';
      expect((await fetch(`${link}0`)).status).toBe(404);
      expect(await (await fetch(link)).text()).toBe(`Subscription confirmed: ${SubscriptionArn}\n`);
      await publish({ Message: 'now' });
      expect((await mails()).at(-1)).toMatchObject({ subject: 'AWS Notification Message', body: 'now' });
    });

    it('confirms by the token too, and by no other', async () => {
      await subscribe();
      const [mail] = await mails();
      const token = /token=(\w+)/.exec(mail?.body ?? '')?.[1];
      const confirm = (Token: string | undefined) =>
        sns.send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC, Token }));
      await expect(confirm('wrong')).rejects.toMatchObject({ name: 'InvalidParameterException' });
      const { SubscriptionArn } = await confirm(token);
      expect(await subscriptions()).toMatchObject([{ SubscriptionArn }]);
    });

    it('ends no pending subscription', async () => {
      const { SubscriptionArn } = await subscribe({ ReturnSubscriptionArn: true });
      const unsubscribe = (arn: string | undefined) =>
        sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
      await expect(unsubscribe(SubscriptionArn)).rejects.toThrow('pending confirmation');
      await expect(unsubscribe('PendingConfirmation')).rejects.toThrow('at least 6 elements, not 1');
    });
  }
});

describe('SNS', () => {
  let fresh: FreshAws;
  let sns: SNSClient;
  let sqs: SQSClient;

  beforeEach(async () => {
    fresh = await freshAws();
    sns = new SNSClient(fresh.clientOptions());
    sqs = new SQSClient(fresh.clientOptions());
    await createTopic();
  });

  afterEach(async () => {
    sns.destroy();
    sqs.destroy();
    await fresh.close();
  });

  const createTopic = (input: Partial<CreateTopicCommandInput> = {}) =>
    sns.send(new CreateTopicCommand({ Name: 't', ...input }));
  const subscribe = (input: Partial<SubscribeCommandInput> = {}) =>
    sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, ...input }));
  const publish = (input: Partial<PublishCommandInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm', ...input }));
  const attributes = async () =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }))).Attributes ?? {};
  const setPolicy = (policy: unknown) =>
    sns.send(
      new SetTopicAttributesCommand({
        TopicArn: TOPIC,
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify(policy),
      }),
    );

  async function received(): Promise<string[]> {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.flatMap(({ Body }) => Body ?? []);
  }

  it("gives a new topic the owner's policy", async () => {
    const { Policy = '', ...rest } = await attributes();
    expect(rest).toMatchObject({ TopicArn: TOPIC, Owner: '000000000000', SubscriptionsConfirmed: '0' });
    expect(JSON.parse(Policy).Statement[0].Condition).toEqual({
      StringEquals: { 'AWS:SourceOwner': '000000000000' },
    });
  });

  it('makes the same topic twice, but no other one by its name', async () => {
    const Tags = [{ Key: 'a', Value: '1' }];
    await createTopic({ Name: 'tagged', Tags });
    await expect(createTopic({ Name: 'tagged', Tags })).resolves.toHaveProperty('TopicArn');
    await expect(createTopic({ Name: 'tagged' })).resolves.toHaveProperty('TopicArn');
    await expect(createTopic({ Name: 'tagged', Tags: [{ Key: 'a', Value: '2' }] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Tags Reason: Topic already exists with different tags',
    });
  });

  it('takes a policy that lets alarms publish', async () => {
    const policy = { Version: '2012-10-17', Statement: [PUBLISH] };
    await setPolicy(policy);
    expect(JSON.parse((await attributes())['Policy'] ?? '')).toEqual(policy);
  });

  it.each<[string, unknown, string]>([
    ['is none', { nope: 1 }, 'Invalid parameter: Policy Error:'],
    [
      'misspells its effect',
      { Statement: [{ ...PUBLISH, Effect: 'Alow' }] },
      'Invalid parameter: Policy Error:',
    ],
    [
      'names nobody',
      { Statement: [{ ...PUBLISH, Principal: undefined }] },
      'Invalid parameter: Policy Error:',
    ],
    ['allows everything', { Statement: [{ ...PUBLISH, Action: 'sns:*' }] }, 'action out of service scope!'],
  ])('refuses a policy that %s', async (_what, policy, message) => {
    await expect(setPolicy(policy)).rejects.toThrow(message);
  });

  it('keeps tags', async () => {
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await sns.send(new TagResourceCommand({ ResourceArn: TOPIC, Tags }));
    await sns.send(new UntagResourceCommand({ ResourceArn: TOPIC, TagKeys: ['a'] }));
    const listed = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TOPIC }));
    expect(listed.Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('says that a topic is not there', async () => {
    const TopicArn = `${TOPIC}-gone`;
    const missing = { name: 'NotFoundException', message: 'Topic does not exist' };
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject(missing);
    await expect(publish({ TopicArn })).rejects.toMatchObject(missing);
    await expect(sns.send(new DeleteTopicCommand({ TopicArn }))).resolves.toBeDefined();
  });

  it('takes its subscriptions along when it goes', async () => {
    await subscribe();
    await sns.send(new DeleteTopicCommand({ TopicArn: TOPIC }));
    await createTopic();
    expect((await attributes())['SubscriptionsConfirmed']).toBe('0');
  });

  it('lists topics page by page', async () => {
    for (let i = 0; i < 101; i++) await createTopic({ Name: `t-${i}` });
    const sizes: (number | undefined)[] = [];
    for await (const { Topics } of paginateListTopics({ client: sns }, {})) sizes.push(Topics?.length);
    expect(sizes).toEqual([100, 2]);
  });

  it('delivers to a queue, in an envelope or as it is', async () => {
    await received();
    const { SubscriptionArn } = await subscribe();
    await publish({
      Subject: 's',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    });
    const [enveloped = '{}'] = await received();
    expect(JSON.parse(enveloped)).toMatchObject({
      Type: 'Notification',
      TopicArn: TOPIC,
      Subject: 's',
      Message: 'm',
      MessageAttributes: { kind: { Type: 'String', Value: 'test' } },
    });
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await subscribe({ Attributes: { RawMessageDelivery: 'true' } });
    await publish();
    expect(await received()).toEqual(['m']);
  });

  it('has a message for each protocol, if told to', async () => {
    await received();
    await subscribe({ Attributes: { RawMessageDelivery: 'true' } });
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues', email: 'for people' });
    await publish({ Message, MessageStructure: 'json' });
    expect(await received()).toEqual(['for queues']);
  });

  it('publishes in batches, each entry on its own', async () => {
    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({
        TopicArn: TOPIC,
        PublishBatchRequestEntries: [
          { Id: 'good', Message: 'm' },
          { Id: 'bad', Message: 'm', Subject: 'two\nlines' },
        ],
      }),
    );
    expect(Successful).toMatchObject([{ Id: 'good' }]);
    expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true }]);
  });

  it('subscribes the same endpoint once', async () => {
    const first = await subscribe();
    expect((await subscribe()).SubscriptionArn).toBe(first.SubscriptionArn);
    const { Attributes } = await sns.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn: first.SubscriptionArn }),
    );
    expect(Attributes).toMatchObject({ Protocol: 'sqs', Endpoint: QUEUE, PendingConfirmation: 'false' });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a topic name with a space', () => createTopic({ Name: 'a b' }), 'Invalid parameter: Topic Name'],
    [
      'a FIFO topic',
      () => createTopic({ Name: 'f', Attributes: { FifoTopic: 'true' } }),
      'has no FIFO topics',
    ],
    [
      'an attribute that topics do not have',
      () => createTopic({ Name: 'x', Attributes: { Colour: 'red' } }),
      'AttributeName',
    ],
    ['an empty message', () => publish({ Message: '' }), 'Invalid parameter: Empty message'],
    ['a message of more than 256 KiB', () => publish({ Message: 'x'.repeat(262_145) }), 'Message too long'],
    ['a subject of two lines', () => publish({ Subject: 'a\nb' }), 'Invalid parameter: Subject'],
    [
      'a subject of 101 characters',
      () => publish({ Subject: 's'.repeat(101) }),
      'Invalid parameter: Subject',
    ],
    [
      'a structure without a default',
      () => publish({ Message: '{}', MessageStructure: 'json' }),
      'No default entry',
    ],
    ['a structure that is no JSON', () => publish({ MessageStructure: 'json' }), 'failed to parse'],
    [
      'a text message',
      () => publish({ TopicArn: undefined, PhoneNumber: '+1555' }),
      'sends no text messages',
    ],
    ['what is no ARN', () => publish({ TopicArn: 't' }), 'An ARN must have at least 6 elements, not 1'],
    [
      'a protocol that is none',
      () => subscribe({ Protocol: 'pigeon' }),
      'Does not support this protocol string: pigeon',
    ],
    [
      'a protocol that it does not deliver',
      () => subscribe({ Protocol: 'https' }),
      'does not deliver to https',
    ],
    ['an address that is none', () => subscribe({ Protocol: 'email', Endpoint: 'me' }), 'Email address'],
    ['a queue that is no ARN', () => subscribe({ Endpoint: 'q' }), 'SQS endpoint ARN'],
    [
      'a filter, which it does not apply',
      () => subscribe({ Attributes: { FilterPolicy: '{}' } }),
      'FilterPolicy Reason',
    ],
  ])('refuses %s', async (_what, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });

  it('remembers topics, subscriptions and mail when it is started again', async () => {
    await subscribe({ Protocol: 'email', Endpoint: 'me@example.com' });
    await publish();
    await fresh.restart();
    sns = new SNSClient(fresh.clientOptions());
    await publish({ Message: 'after' });
    const mails = (await (await fetch(`${fresh.aws.endpoint}/_filepipe/mail`)).json()) as Mail[];
    expect(mails.map(({ body }) => body).slice(1)).toEqual(['m', 'after']);
  });
});
