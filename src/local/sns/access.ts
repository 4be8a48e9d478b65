import type * as sdk from '@aws-sdk/client-sns';
import type { Need } from '../access/need.ts';
import type { AccessTable } from '../service.ts';
import { topicArn } from './topic-store.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsAccess: AccessTable<typeof sdk> = {
  createTopic: ({ Name, Tags }) => [
    on('CreateTopic', topicArn(Name)),
    ...(Tags?.length ? [on('TagResource', topicArn(Name))] : []),
  ],
  getTopicAttributes: onTopic('GetTopicAttributes'),
  setTopicAttributes: onTopic('SetTopicAttributes'),
  deleteTopic: onTopic('DeleteTopic'),
  listTopics: () => on('ListTopics', topicArn('*')),
  tagResource: ({ ResourceArn }) => on('TagResource', ResourceArn),
  untagResource: ({ ResourceArn }) => on('UntagResource', ResourceArn),
  listTagsForResource: ({ ResourceArn }) => on('ListTagsForResource', ResourceArn),
  subscribe: onTopic('Subscribe'),
  confirmSubscription: onTopic('ConfirmSubscription'),
  unsubscribe: onSubscription('Unsubscribe'),
  listSubscriptionsByTopic: onTopic('ListSubscriptionsByTopic'),
  listSubscriptions: () => on('ListSubscriptions', topicArn('*')),
  getSubscriptionAttributes: onSubscription('GetSubscriptionAttributes'),
  setSubscriptionAttributes: onSubscription('SetSubscriptionAttributes'),
  publish: ({ TopicArn, TargetArn }) => on('Publish', TopicArn ?? TargetArn ?? '*'),
  publishBatch: onTopic('Publish'),
};

function on(action: string, resource: string): Need {
  return { action: `sns:${action}`, resource };
}

function onTopic(action: string) {
  return ({ TopicArn }: { readonly TopicArn: string }): Need => on(action, TopicArn);
}

/** A subscription's ARN is its topic's and an id. */
function onSubscription(action: string) {
  return ({ SubscriptionArn }: { readonly SubscriptionArn: string }): Need =>
    on(action, SubscriptionArn.split(':').slice(0, 6).join(':'));
}
