import { AwsError } from '../aws-error.ts';
import type { Messages, StoredMessage } from './message-store.ts';
import type { StoredQueue } from './queue-store.ts';

/** What a receiver deletes a message by, good until the message is received again. */
export function receiptHandle({ queue, sequence, receipt }: StoredMessage): string {
  return Buffer.from(JSON.stringify([queue, sequence, receipt])).toString('base64');
}

/**
 * The message that was received with this handle, or undefined when it is gone or was received again
 * since. Fails with `ReceiptHandleIsInvalid` when the handle is none of this queue's.
 */
export function messageOf(
  messages: Messages,
  { name }: StoredQueue,
  handle: string,
): StoredMessage | undefined {
  const [queue, sequence, receipt] = parse(handle);
  if (queue !== name || typeof sequence !== 'string' || typeof receipt !== 'string') {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  const message = messages.find(name, sequence);
  return message?.receipt === receipt ? message : undefined;
}

function parse(handle: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
