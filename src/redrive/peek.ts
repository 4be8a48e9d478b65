import { type FailureMessage, type FailureQueue, release, takeMessages } from './failure-messages.ts';

/** What was seen of the failure queue. */
export interface Glance {
  readonly messages: readonly FailureMessage[];
  /** False when there may be more. */
  readonly complete: boolean;
}

/**
 * Looks at no more than `most` messages and leaves all where they are. Nobody else sees them meanwhile, which is
 * a few seconds, or half a minute if this is killed.
 */
export async function peek(queue: FailureQueue, most: number, signal: AbortSignal): Promise<Glance> {
  const held = new Map<string, FailureMessage>();
  const messages: FailureMessage[] = [];
  try {
    for await (const message of takeMessages(queue, HIDDEN_SECONDS, held, signal)) {
      messages.push(message);
      if (messages.length === most) return { messages, complete: false };
    }
    return { messages, complete: true };
  } finally {
    await release(queue, [...held.values()]);
  }
}

const HIDDEN_SECONDS = 30;
