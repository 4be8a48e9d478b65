import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { StoredSubscription } from './subscription-store.ts';

/** A message on its way to subscribers. */
export interface Notification {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** ISO 8601. */
  readonly time: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** The text for a protocol. */
  textFor(protocol: string): string;
}

/** The JSON that queues and `email-json` get. Unsigned: only SNS itself has the keys. */
export function envelope(notification: Notification, protocol: string): string {
  const { id, topicArn, subject, time } = notification;
  const attributes = describeAttributes(notification);
  const document = {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject,
    Message: notification.textFor(protocol),
    Timestamp: time,
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  };
  return JSON.stringify(document, undefined, 2);
}

/** The event that a subscribed function gets. */
export function functionEvent(notification: Notification, { arn }: StoredSubscription): string {
  const { id, topicArn, subject = null, time } = notification;
  const message = {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject,
    Message: notification.textFor('lambda'),
    Timestamp: time,
    MessageAttributes: describeAttributes(notification),
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn, Sns: message };
  return JSON.stringify({ Records: [record] });
}

function describeAttributes({ attributes }: Notification): Record<string, object> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64') },
    ]),
  );
}
