import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { Core } from '../internal.ts';

export interface StoredTopic {
  readonly name: string;
  readonly arn: string;
  /** Those that were set; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface Topics {
  find(arn: string): StoredTopic | undefined;
  /** Fails with `InvalidParameter` for what is no topic's ARN, with `NotFound` for no topic. */
  get(arn: string): StoredTopic;
  save(topic: StoredTopic): void;
  remove(arn: string): void;
  /** By ARN. */
  list(): readonly StoredTopic[];
}

export async function openTopics({ storage }: Core): Promise<Topics> {
  const topics = await storage.collection<StoredTopic>('sns/topics');
  return {
    find: (arn) => topics.get(arn),
    get(arn) {
      checkTopicArn(arn);
      const topic = topics.get(arn);
      if (topic === undefined) throw new AwsError('NotFoundException', 'Topic does not exist');
      return topic;
    },
    save: (topic) => topics.set(topic.arn, topic),
    remove: (arn) => topics.delete(arn),
    list: () => [...topics.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)),
  };
}

export function topicArn(name: string): string {
  return `arn:${PARTITION}:sns:${REGION}:${ACCOUNT_ID}:${name}`;
}

export function checkTopicArn(arn: string): void {
  const elements = arn.split(':').length;
  if (elements < 6) {
    throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
  if (!/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/.test(arn)) throw invalidParameter('TopicArn');
}

/** SNS's answer to nearly everything that is wrong. */
export function invalidParameter(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}
