import type { Messages } from './message-store.ts';
import type { StoredQueue } from './queue-store.ts';

/** Removes the messages that were sent longer ago than their queue keeps messages. */
export function dropExpired(messages: Messages, { name, attributes }: StoredQueue, now: number): void {
  const oldest = now - 1000 * Number(attributes['MessageRetentionPeriod']);
  for (const message of messages.in(name)) if (message.sent < oldest) messages.remove(message);
}
