import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { FilepipeError } from '../errors.ts';
import { failureQueueUrl } from '../provision/resources/failure-queue.ts';
import { type FailedEvent, failedEventOf } from './failed-event.ts';

/** The failure queue of an install. */
export interface FailureQueue {
  readonly sqs: SQSClient;
  readonly url: string;
}

/** A message of the failure queue. */
export interface FailureMessage {
  readonly id: string;
  readonly receipt: string;
  /** Undefined when it is no record of a failed event. */
  readonly event: FailedEvent | undefined;
}

/** The queue by its name; fails with a sentence when there is none. */
export async function openFailureQueue(sqs: SQSClient, name: string): Promise<FailureQueue> {
  const url = await failureQueueUrl({ sqs }, name);
  if (url !== undefined) return { sqs, url };
  throw new FilepipeError(`there is no failure queue ${name}`, {
    hint: 'create the pipeline first: filepipe setup',
  });
}

/** About how many messages wait, those included that somebody is just looking at. */
export async function countMessages({ sqs, url }: FailureQueue, signal: AbortSignal): Promise<number> {
  const get = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const { Attributes = {} } = await sqs.send(get, { abortSignal: signal });
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

/**
 * Takes messages out of sight of others for `hiddenSeconds`, each once, until none is left that is new. What is
 * taken stays in the queue: it comes back by itself, or by `release`. All of it is noted in `held`, by its id, with
 * the latest receipt: that of a message which came back and was taken again is another.
 */
export async function* takeMessages(
  { sqs, url }: FailureQueue,
  hiddenSeconds: number,
  held: Map<string, FailureMessage>,
  signal: AbortSignal,
): AsyncGenerator<FailureMessage> {
  const receive = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: BATCH,
    VisibilityTimeout: hiddenSeconds,
    // Only then are all of SQS's servers asked.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
    WaitTimeSeconds: 1,
  });
  const known = new Set<string>();
  for (let nothingNew = 0; nothingNew < ASKED_AT_MOST; ) {
    const { Messages = [] } = await sqs.send(receive, { abortSignal: signal });
    if (Messages.length === 0) return;
    const messages = Messages.map(messageOf);
    for (const message of messages) held.set(message.id, message);
    const fresh = messages.filter(({ id }) => !known.has(id));
    nothingNew = fresh.length === 0 ? nothingNew + 1 : 0;
    for (const { id } of fresh) known.add(id);
    yield* fresh;
  }
}

/** Shows messages to others again, at once. What is gone meanwhile is passed over. Not to be interrupted. */
export async function release(
  { sqs, url }: FailureQueue,
  messages: readonly FailureMessage[],
): Promise<void> {
  for (let at = 0; at < messages.length; at += BATCH) {
    const Entries = messages.slice(at, at + BATCH).map(({ receipt }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** SQS gives and takes at most so many at once. */
const BATCH = 10;

/** So often may SQS give what it gave before, when that has come back, until nothing new is expected. */
const ASKED_AT_MOST = 10;

function messageOf({ MessageId: id = '', ReceiptHandle: receipt = '', Body = '' }: Message): FailureMessage {
  return { id, receipt, event: failedEventOf(Body) };
}
