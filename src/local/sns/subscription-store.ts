import type { Core } from '../internal.ts';

export interface StoredSubscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly confirmed: boolean;
  /** What confirms it. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Messages reach a queue as they were published, without an envelope. */
  readonly raw: boolean;
}

/** What is delivered here, of all that SNS delivers to. */
export const PROTOCOLS = ['email', 'email-json', 'lambda', 'sqs'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface Subscriptions {
  find(arn: string): StoredSubscription | undefined;
  byToken(token: string): StoredSubscription | undefined;
  /** Of a topic, by ARN. */
  of(topicArn: string): readonly StoredSubscription[];
  /** By ARN. */
  list(): readonly StoredSubscription[];
  save(subscription: StoredSubscription): void;
  remove(subscription: StoredSubscription): void;
}

/** SNS forgets a subscription that nobody confirms. */
const PENDING_MILLISECONDS = 3 * 24 * 3600 * 1000;

export async function openSubscriptions({ storage, clock }: Core): Promise<Subscriptions> {
  const stored = await storage.collection<StoredSubscription>('sns/subscriptions');
  const lives = ({ confirmed, created }: StoredSubscription) =>
    confirmed || clock.now() - created < PENDING_MILLISECONDS;
  const list = () => [...stored.values()].filter(lives).sort((a, b) => (a.arn < b.arn ? -1 : 1));
  return {
    find(arn) {
      const subscription = stored.get(arn);
      return subscription !== undefined && lives(subscription) ? subscription : undefined;
    },
    byToken: (token) => list().find((subscription) => subscription.token === token),
    of: (topicArn) => list().filter((subscription) => subscription.topicArn === topicArn),
    list,
    save: (subscription) => stored.set(subscription.arn, subscription),
    remove: (subscription) => stored.delete(subscription.arn),
  };
}
