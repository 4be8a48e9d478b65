import type * as sdk from '@aws-sdk/client-sns';
import type { Tag as SdkTag } from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { page } from './page.ts';
import type { Subscriptions } from './subscription-store.ts';
import { checkTopicAttribute, describeTopic } from './topic-attributes.ts';
import {
  checkTopicArn,
  invalidParameter,
  type StoredTopic,
  type Tag,
  type Topics,
  topicArn,
} from './topic-store.ts';

/** Topics themselves, their attributes and tags. */
export function topicOperations(topics: Topics, subscriptions: Subscriptions): Operations<typeof sdk> {
  return {
    createTopic({ Name: name, Attributes: attributes = {}, Tags = [] }) {
      if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
      for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value);
      const tags = withTags([], Tags);
      const known = topics.find(topicArn(name));
      if (known !== undefined) refuseOther(known, attributes, tags);
      else topics.save({ name, arn: topicArn(name), attributes, tags });
      return { TopicArn: topicArn(name) };
    },

    getTopicAttributes({ TopicArn }) {
      const topic = topics.get(TopicArn);
      const own = subscriptions.of(TopicArn);
      const confirmed = own.filter((subscription) => subscription.confirmed).length;
      return {
        Attributes: {
          ...describeTopic(topic),
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(own.length - confirmed),
          SubscriptionsDeleted: '0',
        },
      };
    },

    setTopicAttributes({ TopicArn, AttributeName, AttributeValue = '' }) {
      const topic = topics.get(TopicArn);
      checkTopicAttribute(AttributeName, AttributeValue);
      const { [AttributeName]: _, ...others } = topic.attributes;
      // An empty value takes the attribute back to its default.
      topics.save({
        ...topic,
        attributes: AttributeValue === '' ? others : { ...others, [AttributeName]: AttributeValue },
      });
      return {};
    },

    deleteTopic({ TopicArn }) {
      checkTopicArn(TopicArn);
      topics.remove(TopicArn);
      for (const subscription of subscriptions.of(TopicArn)) subscriptions.remove(subscription);
      return {};
    },

    listTopics({ NextToken }) {
      const { items, ...rest } = page(topics.list(), ({ arn }) => arn, NextToken);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...rest };
    },

    tagResource({ ResourceArn, Tags }) {
      const topic = tagged(topics, ResourceArn);
      topics.save({ ...topic, tags: withTags(topic.tags, Tags) });
      return {};
    },

    untagResource({ ResourceArn, TagKeys }) {
      const topic = tagged(topics, ResourceArn);
      topics.save({ ...topic, tags: topic.tags.filter(({ key }) => !TagKeys.includes(key)) });
      return {};
    },

    listTagsForResource: ({ ResourceArn }) => ({
      Tags: tagged(topics, ResourceArn).tags.map(({ key, value }) => ({ Key: key, Value: value })),
    }),
  };
}

/** SNS's limit for a topic. */
const MAX_TAGS = 50;

function tagged(topics: Topics, arn: string): StoredTopic {
  const topic = topics.find(arn);
  if (topic === undefined) throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
  return topic;
}

function withTags(present: readonly Tag[], added: readonly SdkTag[]): Tag[] {
  const given = added.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
  const keys = new Set(given.map(({ key }) => key));
  if (keys.size < given.length) throw invalidParameter('Duplicated keys are not allowed.');
  for (const { key, value } of given) checkTag(key, value);
  const merged = [...present.filter(({ key }) => !keys.has(key)), ...given];
  if (merged.length > MAX_TAGS) {
    throw new AwsError(
      'TagLimitExceededException',
      'Could not complete request: tag quota of per resource exceeded',
    );
  }
  return merged;
}

function checkTag(key: string, value: string): void {
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  if (key === '' || key.length > 128 || !allowed.test(key)) throw invalidParameter('Tag Key');
  if (value.length > 256 || !allowed.test(value)) throw invalidParameter('Tag Value');
}

/** Creating a topic once more is fine as long as it asks for nothing else than what is there. */
function refuseOther(known: StoredTopic, attributes: Readonly<Record<string, string>>, tags: Tag[]): void {
  const present = describeTopic(known);
  if (Object.entries(attributes).some(([name, value]) => present[name] !== value)) {
    throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }
  const same = (tag: Tag) => known.tags.some(({ key, value }) => key === tag.key && value === tag.value);
  if (tags.length > 0 && !(tags.length === known.tags.length && tags.every(same))) {
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}
