import { randomBytes, randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sns';
import type { Subscription } from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { AskToConfirm } from './confirmation.ts';
import { page } from './page.ts';
import {
  PROTOCOLS,
  type Protocol,
  type StoredSubscription,
  type Subscriptions,
} from './subscription-store.ts';
import { invalidParameter, type Topics } from './topic-store.ts';

/** Subscriptions: pending until confirmed for e-mail, at work at once for queues and functions. */
export function subscriptionOperations(
  { clock }: Core,
  topics: Topics,
  subscriptions: Subscriptions,
  askToConfirm: AskToConfirm,
): Operations<typeof sdk> {
  return {
    subscribe({ TopicArn, Protocol, Endpoint = '', Attributes = {}, ReturnSubscriptionArn }) {
      topics.get(TopicArn);
      const protocol = checkProtocol(Protocol);
      checkEndpoint(protocol, Endpoint);
      const raw = readRaw(Attributes, protocol);
      const known = subscriptions
        .of(TopicArn)
        .find((other) => other.protocol === protocol && other.endpoint === Endpoint);
      const subscription = known ?? {
        arn: `${TopicArn}:${randomUUID()}`,
        topicArn: TopicArn,
        protocol,
        endpoint: Endpoint,
        confirmed: protocol === 'sqs' || protocol === 'lambda',
        token: randomBytes(64).toString('hex'),
        created: clock.now(),
        raw,
      };
      subscriptions.save(subscription);
      const confirmed = subscription.confirmed || askToConfirm(subscription);
      return {
        SubscriptionArn: confirmed || ReturnSubscriptionArn ? subscription.arn : 'pending confirmation',
      };
    },

    confirmSubscription({ TopicArn, Token }) {
      topics.get(TopicArn);
      const subscription = subscriptions.byToken(Token);
      if (subscription?.topicArn !== TopicArn) throw invalidParameter('Token');
      subscriptions.save({ ...subscription, confirmed: true });
      return { SubscriptionArn: subscription.arn };
    },

    unsubscribe({ SubscriptionArn }) {
      checkSubscriptionArn(SubscriptionArn);
      const subscription = subscriptions.find(SubscriptionArn);
      if (subscription?.confirmed === false) {
        throw invalidParameter(
          'SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
        );
      }
      if (subscription !== undefined) subscriptions.remove(subscription);
      return {};
    },

    listSubscriptionsByTopic({ TopicArn, NextToken }) {
      topics.get(TopicArn);
      const { items, ...rest } = page(subscriptions.of(TopicArn), ({ arn }) => arn, NextToken);
      return { Subscriptions: items.map(describe), ...rest };
    },

    listSubscriptions({ NextToken }) {
      const { items, ...rest } = page(subscriptions.list(), ({ arn }) => arn, NextToken);
      return { Subscriptions: items.map(describe), ...rest };
    },

    getSubscriptionAttributes({ SubscriptionArn }) {
      const { arn, topicArn, protocol, endpoint, confirmed, raw } = get(SubscriptionArn);
      return {
        Attributes: {
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Owner: ACCOUNT_ID,
          PendingConfirmation: String(!confirmed),
          ConfirmationWasAuthenticated: String(protocol === 'sqs' || protocol === 'lambda'),
          RawMessageDelivery: String(raw),
          SubscriptionPrincipal: `arn:aws:iam::${ACCOUNT_ID}:root`,
        },
      };
    },

    setSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue = '' }) {
      const subscription = get(SubscriptionArn);
      const raw = readRaw({ [AttributeName]: AttributeValue }, subscription.protocol);
      subscriptions.save({ ...subscription, raw });
      return {};
    },
  };

  function get(arn: string): StoredSubscription {
    checkSubscriptionArn(arn);
    const subscription = subscriptions.find(arn);
    if (subscription === undefined) throw new AwsError('NotFoundException', 'Subscription does not exist');
    return subscription;
  }
}

function describe({ arn, topicArn, protocol, endpoint, confirmed }: StoredSubscription): Subscription {
  return {
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: ACCOUNT_ID,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}

function checkProtocol(text: string): Protocol {
  const protocol = PROTOCOLS.find((known) => known === text);
  if (protocol !== undefined) return protocol;
  if (['application', 'firehose', 'http', 'https', 'sms'].includes(text)) {
    throw invalidParameter(`Protocol Reason: The embedded AWS does not deliver to ${text}`);
  }
  throw invalidParameter(`Does not support this protocol string: ${text}`);
}

function checkEndpoint(protocol: Protocol, endpoint: string): void {
  if (protocol === 'sqs' && !/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/.test(endpoint)) {
    throw invalidParameter('SQS endpoint ARN');
  }
  if (protocol === 'lambda' && !/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+/.test(endpoint)) {
    throw invalidParameter('Lambda endpoint ARN');
  }
  if (protocol.startsWith('email') && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(endpoint)) {
    throw invalidParameter('Email address');
  }
}

function checkSubscriptionArn(arn: string): void {
  const elements = arn.split(':').length;
  if (elements < 6) {
    throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
}

/** The one attribute of a subscription that this SNS has. */
function readRaw(attributes: Readonly<Record<string, string>>, protocol: Protocol): boolean {
  const { RawMessageDelivery: raw = 'false', ...others } = attributes;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw invalidParameter(`${other} Reason: The embedded AWS has no such attribute of a subscription`);
  }
  if (raw !== 'true' && raw !== 'false') throw invalidParameter('RawMessageDelivery');
  if (raw === 'true' && protocol !== 'sqs') {
    throw invalidParameter(`Attributes Reason: RawMessageDelivery is not supported for ${protocol}`);
  }
  return raw === 'true';
}
