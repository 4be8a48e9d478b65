import type * as sdk from '@aws-sdk/client-sqs';
import type { Message, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { runBatch } from './batch.ts';
import { attributesMd5, selectAttributes, writeAttribute } from './message-attributes.ts';
import type { Messages, StoredMessage } from './message-store.ts';
import type { Queues, StoredQueue } from './queue-store.ts';
import { messageOf } from './receipt.ts';
import type { Received, Receiver } from './receive.ts';
import { md5, type Send } from './send.ts';

interface Parts {
  readonly queues: Queues;
  readonly messages: Messages;
  readonly send: Send;
  readonly receiver: Receiver;
}

/** Sending, receiving and deleting, one by one and in batches. */
export function messageOperations(
  { clock }: Core,
  { queues, messages, send, receiver }: Parts,
): Operations<typeof sdk> {
  return {
    sendMessage: ({ QueueUrl, ...message }, { caller }) => send(queues.at(QueueUrl), message, caller.userId),

    sendMessageBatch({ QueueUrl, Entries }, { caller }) {
      const queue = queues.at(QueueUrl);
      checkBatchBytes(Entries);
      const { Successful, Failed } = runBatch('SendMessageBatch', Entries, ({ Id: _, ...message }) => {
        const { MessageId = '', MD5OfMessageBody = '', ...digests } = send(queue, message, caller.userId);
        return { MessageId, MD5OfMessageBody, ...digests };
      });
      return { Successful, Failed };
    },

    async receiveMessage({ QueueUrl, ...input }) {
      const queue = queues.at(QueueUrl);
      const most = input.MaxNumberOfMessages ?? 1;
      const waitSeconds = input.WaitTimeSeconds ?? Number(queue.attributes['ReceiveMessageWaitTimeSeconds']);
      const visibilitySeconds = input.VisibilityTimeout ?? Number(queue.attributes['VisibilityTimeout']);
      checkRange('MaxNumberOfMessages', most, 1, 10, 'Must be between 1 and 10, if provided.');
      checkRange('WaitTimeSeconds', waitSeconds, 0, 20, 'Must be >= 0 and <= 20, if provided.');
      checkVisibility(visibilitySeconds);
      const received = await receiver.receive(queue, { most, waitSeconds, visibilitySeconds });
      const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
      const own = input.MessageAttributeNames ?? [];
      return received.length > 0 ? { Messages: received.map((one) => describe(one, system, own)) } : {};
    },

    deleteMessage({ QueueUrl, ReceiptHandle }) {
      remove(queues.at(QueueUrl), ReceiptHandle);
      return {};
    },

    deleteMessageBatch({ QueueUrl, Entries }) {
      const queue = queues.at(QueueUrl);
      return runBatch('DeleteMessageBatch', Entries, ({ ReceiptHandle = '' }) =>
        remove(queue, ReceiptHandle),
      );
    },

    changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout }) {
      hide(queues.at(QueueUrl), ReceiptHandle, VisibilityTimeout);
      return {};
    },

    changeMessageVisibilityBatch({ QueueUrl, Entries }) {
      const queue = queues.at(QueueUrl);
      return runBatch(
        'ChangeMessageVisibilityBatch',
        Entries,
        ({ ReceiptHandle = '', VisibilityTimeout = 0 }) => hide(queue, ReceiptHandle, VisibilityTimeout),
      );
    },
  };

  function remove(queue: StoredQueue, handle: string): object {
    const message = messageOf(messages, queue, handle);
    if (message !== undefined) messages.remove(message);
    return {};
  }

  function hide(queue: StoredQueue, handle: string, seconds: number): object {
    checkVisibility(seconds);
    const message = messageOf(messages, queue, handle);
    if (message === undefined || message.visibleFrom <= clock.now()) {
      throw new AwsError(
        'MessageNotInflight',
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    messages.put({ ...message, visibleFrom: clock.now() + 1000 * seconds });
    return {};
  }
}

/** SQS's limit for the payloads of one batch together. */
const MAX_BATCH_BYTES = 1_048_576;

function describe(
  { message, receiptHandle }: Received,
  system: readonly string[],
  own: readonly string[],
): Message {
  const attributes = selectAttributes(message.attributes, own);
  const digest = attributesMd5(attributes);
  const written = Object.entries(attributes).map(([name, value]) => [name, writeAttribute(value)] as const);
  const systemAttributes = Object.entries(systemAttributesOf(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(systemAttributes.length > 0 && { Attributes: Object.fromEntries(systemAttributes) }),
    ...(digest !== undefined && {
      MD5OfMessageAttributes: digest,
      MessageAttributes: Object.fromEntries(written),
    }),
  };
}

function systemAttributesOf(message: StoredMessage): Record<string, string> {
  const { traceHeader, groupId, deadLetterSource } = message;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}

function checkVisibility(seconds: number): void {
  checkRange('VisibilityTimeout', seconds, 0, 43_200, 'Must be between 0 and 43200.');
}

function checkRange(name: string, value: number, least: number, most: number, reason: string): void {
  if (value >= least && value <= most) return;
  const message = `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`;
  throw new AwsError('InvalidParameterValue', message, { status: 400 });
}

function checkBatchBytes(entries: readonly SendMessageBatchRequestEntry[]): void {
  const bytes = entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
  if (bytes <= MAX_BATCH_BYTES) return;
  throw new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
  );
}
