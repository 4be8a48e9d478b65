import { paginateListSubscriptionsByTopic, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import type { Clients } from '../../clients.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource } from '../engine/resource.ts';
import { absentAs } from '../engine/retry.ts';

export interface SubscriptionSpec {
  readonly topicArn: string;
  readonly email: string;
}

export interface SubscriptionLive {
  readonly email: string;
  /** Undefined until the owner of the address has confirmed. */
  readonly arn: string | undefined;
}

type Aws = Pick<Clients, 'sns'>;

/** Mails the alarms to an address, once the link in AWS's first mail was followed. */
export const subscription: Resource<Aws, SubscriptionSpec, SubscriptionLive> = resourceOf<
  Aws,
  SubscriptionSpec,
  SubscriptionLive
>({
  async observe({ sns }, { topicArn, email }) {
    const found = await absentAs(
      ['NotFoundException', 'NotFound'],
      findSubscription({ sns }, topicArn, email),
    );
    if (found === undefined) return undefined;
    // Otherwise it says PendingConfirmation.
    return { email, arn: found.startsWith('arn:') ? found : undefined };
  },

  create: ({ sns }, { topicArn, email }) =>
    sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: email })),

  aspects: [],

  async remove({ sns }, { topicArn, email }) {
    const arn = await absentAs(['NotFoundException', 'NotFound'], findSubscription({ sns }, topicArn, email));
    // A pending one cannot be removed; it goes with the topic, or by itself after some days.
    if (arn?.startsWith('arn:')) await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  },

  health: ({ email, arn }) => ({
    ok: arn !== undefined,
    text: arn === undefined ? `waits for ${email} to follow the link in the mail` : `confirmed by ${email}`,
  }),
});

async function findSubscription({ sns }: Aws, topicArn: string, email: string): Promise<string | undefined> {
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn })) {
    const found = page.Subscriptions?.find(
      ({ Protocol, Endpoint, SubscriptionArn }) =>
        Protocol === 'email' && Endpoint === email && SubscriptionArn !== 'Deleted',
    );
    if (found !== undefined) return found.SubscriptionArn;
  }
  return undefined;
}
