import type * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { Depth } from './depth.ts';
import type { Messages } from './message-store.ts';
import {
  type Attributes,
  checkAttributes,
  defaultAttributes,
  redrivePolicy,
  unsupported,
  withAttributes,
} from './queue-attributes.ts';
import { nameInArn, noSuchQueue, type Queues, queueArn, type StoredQueue } from './queue-store.ts';
import { checkTags } from './tags.ts';

interface Parts {
  readonly queues: Queues;
  readonly messages: Messages;
  readonly depth: (queue: StoredQueue) => Depth;
}

/** Queues themselves, their attributes and tags. */
export function queueOperations(
  { clock, endpoint }: Core,
  { queues, messages, depth }: Parts,
): Operations<typeof sdk> {
  const seconds = () => Math.floor(clock.now() / 1000);
  const urlOf = ({ name }: StoredQueue) => `${endpoint()}/${ACCOUNT_ID}/${name}`;

  return {
    createQueue({ QueueName: name, Attributes: given = {}, tags = {} }) {
      checkName(name);
      checkAttributes(given);
      checkTags(name, tags);
      checkDeadLetterTarget(given);
      const known = queues.find(name);
      if (known !== undefined) {
        refuseOther(known, given);
        return { QueueUrl: urlOf(known) };
      }
      if (queues.deletedRecently(name)) throw deletedRecently();
      const [created, modified] = [seconds(), seconds()];
      const queue = { name, created, modified, attributes: withAttributes(defaultAttributes, given), tags };
      queues.save(queue);
      return { QueueUrl: urlOf(queue) };
    },

    getQueueUrl({ QueueName, QueueOwnerAWSAccountId: account = ACCOUNT_ID }) {
      const queue = account === ACCOUNT_ID ? queues.find(QueueName) : undefined;
      if (queue === undefined) throw noSuchQueue();
      return { QueueUrl: urlOf(queue) };
    },

    listQueues({ QueueNamePrefix = '', MaxResults, NextToken }) {
      checkMaxResults(MaxResults);
      const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64').toString('utf8');
      const matching = queues.list().filter(({ name }) => name.startsWith(QueueNamePrefix) && name > after);
      const page = matching.slice(0, MaxResults ?? 1000);
      const last = page.at(-1);
      // Without MaxResults there is no second page.
      const more = MaxResults !== undefined && last !== undefined && matching.length > page.length;
      return {
        ...(page.length > 0 && { QueueUrls: page.map(urlOf) }),
        ...(more && { NextToken: Buffer.from(last.name).toString('base64') }),
      };
    },

    getQueueAttributes({ QueueUrl, AttributeNames = [] }) {
      const queue = queues.at(QueueUrl);
      const all = describe(queue, depth(queue));
      if (AttributeNames.includes('All')) return { Attributes: all };
      for (const name of AttributeNames) {
        if (!KNOWN.has(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
      }
      const wanted = Object.entries(all).filter(([name]) => AttributeNames.some((other) => other === name));
      return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
    },

    setQueueAttributes({ QueueUrl, Attributes: set }) {
      const queue = queues.at(QueueUrl);
      checkAttributes(set);
      checkDeadLetterTarget(set);
      const attributes = withAttributes(queue.attributes, set);
      queues.save({ ...queue, attributes, modified: seconds() });
      return {};
    },

    deleteQueue({ QueueUrl }) {
      const queue = queues.at(QueueUrl);
      queues.remove(queue);
      messages.clear(queue.name);
      return {};
    },

    purgeQueue({ QueueUrl }) {
      messages.clear(queues.at(QueueUrl).name);
      return {};
    },

    tagQueue({ QueueUrl, Tags }) {
      const queue = queues.at(QueueUrl);
      const tags = { ...queue.tags, ...Tags };
      checkTags(queue.name, tags);
      queues.save({ ...queue, tags });
      return {};
    },

    untagQueue({ QueueUrl, TagKeys }) {
      const queue = queues.at(QueueUrl);
      const tags = Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key));
      queues.save({ ...queue, tags: Object.fromEntries(tags) });
      return {};
    },

    listQueueTags({ QueueUrl }) {
      const { tags } = queues.at(QueueUrl);
      return Object.keys(tags).length > 0 ? { Tags: { ...tags } } : {};
    },

    listDeadLetterSourceQueues({ QueueUrl }) {
      const target = queueArn(queues.at(QueueUrl).name);
      const sources = queues
        .list()
        .filter(({ attributes }) => redrivePolicy(attributes)?.deadLetterTargetArn === target);
      return { queueUrls: sources.map(urlOf) };
    },
  };

  function checkDeadLetterTarget(attributes: Attributes): void {
    const target = redrivePolicy(attributes)?.deadLetterTargetArn;
    if (target === undefined || queues.find(nameInArn(target) ?? '') !== undefined) return;
    throw invalid(
      `Value ${attributes['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    );
  }
}

const KNOWN = new Set([
  ...Object.keys(defaultAttributes),
  ...[
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
  ],
  ...[
    'ContentBasedDeduplication',
    'CreatedTimestamp',
    'DeduplicationScope',
    'FifoQueue',
    'FifoThroughputLimit',
  ],
  ...['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'LastModifiedTimestamp', 'Policy', 'QueueArn'],
  ...['RedriveAllowPolicy', 'RedrivePolicy'],
]);

function describe(queue: StoredQueue, { visible, inFlight, delayed }: Depth): Record<string, string> {
  return {
    ...queue.attributes,
    QueueArn: queueArn(queue.name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(queue.created),
    LastModifiedTimestamp: String(queue.modified),
  };
}

function checkName(name: string): void {
  if (name.endsWith('.fifo')) throw unsupported('FIFO queues');
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw invalid('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
}

function refuseOther({ attributes }: StoredQueue, given: Attributes): void {
  const other = Object.keys(given).find((name) => attributes[name] !== given[name]);
  if (other === undefined) return;
  throw new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${other}`,
  );
}

function checkMaxResults(count: number | undefined): void {
  if (count === undefined || (count >= 1 && count <= 1000)) return;
  throw invalid(`Value ${count} for parameter MaxResults is invalid. Reason: Must be >= 1 and <= 1000.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { status: 400 });
}

function deletedRecently(): AwsError {
  return new AwsError(
    'QueueDeletedRecently',
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
  );
}
