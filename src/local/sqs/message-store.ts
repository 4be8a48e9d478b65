import type { Core } from '../internal.ts';
import type { StoredAttributes } from './message-attributes.ts';

export interface StoredMessage {
  readonly queue: string;
  /** Orders the messages of all queues by when they were sent. */
  readonly sequence: string;
  readonly id: string;
  readonly body: string;
  readonly attributes: StoredAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly senderId: string;
  /** All times in milliseconds since the epoch. */
  readonly sent: number;
  readonly visibleFrom: number;
  readonly receiveCount: number;
  readonly firstReceived?: number;
  /** Names the latest receipt, the only one that deletes. */
  readonly receipt?: string;
  /** The ARN of the queue that gave up on it. */
  readonly deadLetterSource?: string;
}

/** The messages of every queue, in memory and on disk. */
export interface Messages {
  /** Oldest first. */
  in(queue: string): Iterable<StoredMessage>;
  find(queue: string, sequence: string): StoredMessage | undefined;
  put(message: StoredMessage): void;
  remove(message: StoredMessage): void;
  clear(queue: string): void;
  nextSequence(): string;
}

/** `onChange` is told of a queue whenever a message of it came, changed or went. */
export async function openMessages(
  { storage, clock }: Core,
  onChange: (queue: string) => void,
): Promise<Messages> {
  const stored = await storage.collection<StoredMessage>('sqs/messages');
  const queues = new Map<string, Map<string, StoredMessage>>();
  const of = (queue: string) => {
    const messages = queues.get(queue) ?? new Map<string, StoredMessage>();
    queues.set(queue, messages);
    return messages;
  };
  for (const message of stored.values()) of(message.queue).set(message.sequence, message);
  let counter = 0;

  return {
    in: (queue) => of(queue).values(),
    find: (queue, sequence) => of(queue).get(sequence),
    put(message) {
      of(message.queue).set(message.sequence, message);
      stored.set(keyOf(message), message);
      onChange(message.queue);
    },
    remove(message) {
      of(message.queue).delete(message.sequence);
      stored.delete(keyOf(message));
      onChange(message.queue);
    },
    clear(queue) {
      for (const message of of(queue).values()) stored.delete(keyOf(message));
      queues.delete(queue);
      onChange(queue);
    },
    nextSequence() {
      counter = (counter + 1) % 1_000_000;
      return `${String(clock.now()).padStart(15, '0')}${String(counter).padStart(6, '0')}`;
    },
  };
}

function keyOf({ queue, sequence }: StoredMessage): string {
  return `${queue}/${sequence}`;
}
