import { createHash, randomUUID } from 'node:crypto';
import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Core } from '../internal.ts';
import { attributesBytes, attributesMd5, readAttributes } from './message-attributes.ts';
import type { Messages, StoredMessage } from './message-store.ts';
import type { StoredQueue } from './queue-store.ts';

type Outgoing = Omit<SendMessageRequest, 'QueueUrl'>;

/** Puts messages into queues. */
export type Send = (queue: StoredQueue, message: Outgoing, senderId?: string) => SendMessageResult;

export function createSend({ clock }: Core, messages: Messages): Send {
  return (queue, outgoing, senderId = ACCOUNT_ID) => {
    const { MessageBody: body = '', MessageSystemAttributes: system = {}, MessageGroupId } = outgoing;
    const attributes = readAttributes(outgoing.MessageAttributes);
    checkBody(body);
    checkBytes(Buffer.byteLength(body) + attributesBytes(attributes), queue);
    const traceHeader = system.AWSTraceHeader?.StringValue;
    const now = clock.now();
    const message: StoredMessage = {
      queue: queue.name,
      sequence: messages.nextSequence(),
      id: randomUUID(),
      body,
      attributes,
      ...(traceHeader !== undefined && { traceHeader }),
      ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
      senderId,
      sent: now,
      visibleFrom: now + 1000 * delaySeconds(outgoing, queue),
      receiveCount: 0,
    };
    messages.put(message);
    const traceMd5 =
      traceHeader === undefined ? {} : { AWSTraceHeader: { type: 'String', value: traceHeader } };
    return {
      MessageId: message.id,
      MD5OfMessageBody: md5(body),
      MD5OfMessageAttributes: attributesMd5(attributes),
      MD5OfMessageSystemAttributes: attributesMd5(traceMd5),
    };
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function checkBody(body: string): void {
  if (body === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.', {
      status: 400,
    });
  }
  const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(body)?.[0];
  if (forbidden === undefined) return;
  const code = forbidden.codePointAt(0)?.toString(16);
  throw new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
  );
}

function checkBytes(bytes: number, { attributes }: StoredQueue): void {
  const most = Number(attributes['MaximumMessageSize']);
  if (bytes <= most) return;
  throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
}

function delaySeconds({ DelaySeconds: own }: Outgoing, { attributes }: StoredQueue): number {
  if (own === undefined) return Number(attributes['DelaySeconds']);
  if (own >= 0 && own <= 900) return own;
  throw invalid(
    `Value ${own} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { status: 400 });
}
