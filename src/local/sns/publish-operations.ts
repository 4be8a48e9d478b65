import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sns';
import type { BatchResultErrorEntry, PublishBatchResultEntry, PublishInput } from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { Deliver } from './deliver.ts';
import { readMessage } from './message.ts';
import { invalidParameter, type StoredTopic, type Topics } from './topic-store.ts';

type Outgoing = Pick<PublishInput, 'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes'>;

/** Sends a message to a topic's subscribers and returns its id. */
export type Publish = (topic: StoredTopic, message: Outgoing) => Promise<string>;

export function createPublish({ clock }: Core, deliver: Deliver): Publish {
  return async (topic, { Message = '', Subject, MessageStructure, MessageAttributes = {} }) => {
    checkSubject(Subject);
    const textFor = readMessage(Message, MessageStructure);
    const id = randomUUID();
    const time = new Date(clock.now()).toISOString();
    const notification = {
      id,
      topicArn: topic.arn,
      subject: Subject,
      time,
      attributes: MessageAttributes,
      textFor,
    };
    await deliver(topic, notification);
    return id;
  };
}

export function publishOperations(topics: Topics, publish: Publish): Operations<typeof sdk> {
  return {
    async publish({ TopicArn, TargetArn, PhoneNumber, ...message }) {
      if (PhoneNumber !== undefined) {
        throw invalidParameter('PhoneNumber Reason: The embedded AWS sends no text messages');
      }
      const arn = TopicArn ?? TargetArn;
      if (arn === undefined)
        throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: await publish(topics.get(arn), message) };
    },

    async publishBatch({ TopicArn, PublishBatchRequestEntries: entries }) {
      const topic = topics.get(TopicArn);
      checkEntries(entries.map(({ Id }) => Id ?? ''));
      const Successful: PublishBatchResultEntry[] = [];
      const Failed: BatchResultErrorEntry[] = [];
      for (const { Id = '', ...message } of entries) {
        try {
          Successful.push({ Id, MessageId: await publish(topic, message) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Failed.push({ Id, Code: 'InvalidParameter', Message: error.message, SenderFault: true });
        }
      }
      return { Successful, Failed };
    },
  };
}

/** SNS's limit. */
const MAX_ENTRIES = 10;

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0) {
    throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
  }
  if (ids.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryIdException',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
}

/** Up to 100 characters, none of them a control character. */
function checkSubject(subject: string | undefined): void {
  if (subject !== undefined && !/^[^\p{Cc}]{1,100}$/u.test(subject)) throw invalidParameter('Subject');
}
