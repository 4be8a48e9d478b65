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
  const taken: FailureMessage[] = [];
  try {
    for await (const batch of takeMessages(queue, HIDDEN_SECONDS, signal)) {
      taken.push(...batch);
      if (taken.length >= most) return { messages: taken.slice(0, most), complete: false };
    }
    return { messages: taken, complete: true };
  } finally {
    await release(queue, taken);
  }
}

const HIDDEN_SECONDS = 30;
