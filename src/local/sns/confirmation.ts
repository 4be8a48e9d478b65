import type { SideDoor } from '../front-door.ts';
import type { Core, Mailbox } from '../internal.ts';
import type { StoredSubscription, Subscriptions } from './subscription-store.ts';

/** Mails the link that confirms a subscription; true when the subscription is confirmed already. */
export type AskToConfirm = (subscription: StoredSubscription) => boolean;

const PATH = '/_filepipe/confirm';

/**
 * Confirmation of e-mail subscriptions. The link in the mail leads to a side door; unless
 * subscriptions are to stay pending, it counts as followed as soon as the mail is in the mailbox.
 */
export function createConfirmation(
  { endpoint, realism }: Core,
  subscriptions: Subscriptions,
  mailbox: Mailbox,
): { readonly ask: AskToConfirm; readonly sideDoor: SideDoor } {
  return {
    ask(subscription) {
      const link = `${endpoint()}${PATH}?token=${subscription.token}`;
      mailbox.deliver({
        to: subscription.endpoint,
        subject: 'AWS Notification - Subscription Confirmation',
        body: confirmationText(subscription.topicArn, link),
      });
      if (realism.subscriptionsPend) return false;
      subscriptions.save({ ...subscription, confirmed: true });
      return true;
    },

    sideDoor({ method, path, query }) {
      if (method !== 'GET' || path !== PATH) return undefined;
      const subscription = subscriptions.byToken(query.get('token') ?? '');
      if (subscription === undefined) return text(404, 'This link confirms no subscription.');
      subscriptions.save({ ...subscription, confirmed: true });
      return text(200, `Subscription confirmed: ${subscription.arn}`);
    },
  };
}

function confirmationText(topicArn: string, link: string): string {
  return [
    'You have chosen to subscribe to the topic:',
    topicArn,
    '',
    'To confirm this subscription, click or visit the link below (If this was in error no action is necessary):',
    link,
    '',
  ].join('\n');
}

async function text(status: number, line: string) {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${line}\n` };
}
