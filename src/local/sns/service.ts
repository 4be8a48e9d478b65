import * as sdk from '@aws-sdk/client-sns';
import type { PolicySources } from '../authorise.ts';
import type { SideDoor } from '../front-door.ts';
import type { Core, TaggedResources, TopicPublisher } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { snsAccess } from './access.ts';
import { createConfirmation } from './confirmation.ts';
import { createDeliver, type Destinations } from './deliver.ts';
import { createPublish, publishOperations } from './publish-operations.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { openSubscriptions } from './subscription-store.ts';
import { policyOf } from './topic-attributes.ts';
import { topicOperations } from './topic-operations.ts';
import { openTopics } from './topic-store.ts';

export interface Sns {
  readonly service: Service;
  readonly publisher: TopicPublisher;
  readonly tagged: TaggedResources;
  /** The policy of the topic with this ARN. */
  readonly policyOf: PolicySources['ofResource'];
  /** Where the links in confirmation mails lead. */
  readonly sideDoor: SideDoor;
}

/** Standard topics that reach mailboxes, queues and functions. */
export async function createSns(core: Core, ports: Destinations): Promise<Sns> {
  const topics = await openTopics(core);
  const subscriptions = await openSubscriptions(core);
  const confirmation = createConfirmation(core, subscriptions, ports.mailbox);
  const publish = createPublish(core, createDeliver(core, subscriptions, ports));
  const service = defineService({
    name: 'sns',
    sdk,
    protocols: { query: awsQuery('http://sns.amazonaws.com/doc/2010-03-31/') },
    validationCode: 'ValidationError',
    operations: {
      ...topicOperations(topics, subscriptions),
      ...subscriptionOperations(core, topics, subscriptions, confirmation.ask),
      ...publishOperations(topics, publish),
    },
    access: snsAccess,
  });
  return {
    service,
    publisher: {
      async publish(topicArn, subject, message) {
        const topic = topics.find(topicArn);
        if (topic === undefined) return false;
        await publish(topic, { Subject: subject, Message: message });
        await core.storage.settled();
        return true;
      },
    },
    tagged: {
      list: () =>
        topics.list().map(({ arn, tags }) => ({
          arn,
          type: 'sns:topic',
          tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
        })),
    },
    policyOf(arn) {
      const topic = topics.find(arn);
      return topic && policyOf(topic);
    },
    sideDoor: confirmation.sideDoor,
  };
}
