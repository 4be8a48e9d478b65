import { ACCOUNT_ID } from '../credentials.ts';
import type { Core, FunctionInvoker, Mailbox, MetricSink, QueueSink } from '../internal.ts';
import { alarmMail } from './alarm-mail.ts';
import { envelope, functionEvent, type Notification } from './notification.ts';
import type { Protocol, StoredSubscription, Subscriptions } from './subscription-store.ts';
import type { StoredTopic } from './topic-store.ts';

export interface Destinations {
  readonly queues: QueueSink;
  readonly functions: FunctionInvoker;
  readonly mailbox: Mailbox;
  readonly metrics: MetricSink;
}

/** Hands a notification to every confirmed subscriber; resolves once all have it or have failed. */
export type Deliver = (topic: StoredTopic, notification: Notification) => Promise<void>;

/** Deliveries are tried once. A destination that is gone counts as a failed notification. */
export function createDeliver(
  { onFault }: Core,
  subscriptions: Subscriptions,
  { queues, functions, mailbox, metrics }: Destinations,
): Deliver {
  const channels: Readonly<Record<Protocol, Channel>> = {
    async email({ endpoint }, notification) {
      const text = notification.textFor('email');
      const body = alarmMail(text) ?? text;
      mailbox.deliver({ to: endpoint, subject: notification.subject ?? DEFAULT_SUBJECT, body });
      return true;
    },
    async 'email-json'({ endpoint }, notification) {
      const body = envelope(notification, 'email-json');
      mailbox.deliver({ to: endpoint, subject: DEFAULT_SUBJECT, body });
      return true;
    },
    sqs: ({ endpoint, raw }, notification) =>
      queues.send(endpoint, raw ? notification.textFor('sqs') : envelope(notification, 'sqs')),
    async lambda(subscription, notification) {
      const { endpoint, topicArn } = subscription;
      if (!functions.mayInvoke(endpoint, 'sns.amazonaws.com', topicArn, ACCOUNT_ID)) return false;
      await functions.invokeAsync(endpoint, functionEvent(notification, subscription));
      return true;
    },
  };

  async function attempt(subscription: StoredSubscription, notification: Notification): Promise<boolean> {
    try {
      return await channels[subscription.protocol](subscription, notification);
    } catch (error) {
      onFault(error);
      return false;
    }
  }

  return async ({ name, arn }, notification) => {
    const count = (metric: string, value: number) =>
      metrics.put({
        namespace: 'AWS/SNS',
        name: metric,
        dimensions: { TopicName: name },
        value,
        unit: 'Count',
      });
    const confirmed = subscriptions.of(arn).filter((subscription) => subscription.confirmed);
    const outcomes = await Promise.all(confirmed.map((subscription) => attempt(subscription, notification)));
    const delivered = outcomes.filter(Boolean).length;
    count('NumberOfMessagesPublished', 1);
    if (delivered > 0) count('NumberOfNotificationsDelivered', delivered);
    if (delivered < outcomes.length) count('NumberOfNotificationsFailed', outcomes.length - delivered);
  };
}

/** False when there is no such destination, or it does not let SNS in. */
type Channel = (subscription: StoredSubscription, notification: Notification) => Promise<boolean>;

const DEFAULT_SUBJECT = 'AWS Notification Message';
