import { randomUUID } from 'node:crypto';
import type { Core } from '../internal.ts';
import type { Messages, StoredMessage } from './message-store.ts';
import { redrivePolicy } from './queue-attributes.ts';
import { nameInArn, type Queues, queueArn, type StoredQueue } from './queue-store.ts';
import { receiptHandle } from './receipt.ts';
import { dropExpired } from './retention.ts';

interface ReceiveOptions {
  readonly most: number;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
}

export interface Received {
  readonly message: StoredMessage;
  readonly receiptHandle: string;
}

/** Takes messages from queues, waiting for one to arrive if asked to. */
export interface Receiver {
  receive(queue: StoredQueue, options: ReceiveOptions): Promise<Received[]>;
  /** Tells who waits for a message of this queue to look again. */
  wake(queue: string): void;
  /** Ends all waiting, now and from here on, empty-handed. */
  stopWaiting(): void;
}

export function createReceiver({ clock }: Pick<Core, 'clock'>, queues: Queues, messages: Messages): Receiver {
  const waiting = new Map<string, Set<() => void>>();
  let stopped = false;

  function take(queue: StoredQueue, { most, visibilitySeconds }: ReceiveOptions): Received[] {
    const taken: Received[] = [];
    for (const message of messages.in(queue.name)) {
      if (taken.length === most) break;
      if (message.visibleFrom > clock.now() || movedToDeadLetters(queue, message)) continue;
      const received: StoredMessage = {
        ...message,
        visibleFrom: clock.now() + 1000 * visibilitySeconds,
        receiveCount: message.receiveCount + 1,
        firstReceived: message.firstReceived ?? clock.now(),
        receipt: randomUUID(),
      };
      messages.put(received);
      taken.push({ message: received, receiptHandle: receiptHandle(received) });
    }
    return taken;
  }

  /** A message that was received as often as its queue allows goes where the queue says. */
  function movedToDeadLetters({ name, attributes }: StoredQueue, message: StoredMessage): boolean {
    const redrive = redrivePolicy(attributes);
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) return false;
    const target = queues.find(nameInArn(redrive.deadLetterTargetArn) ?? '');
    if (target === undefined) return false;
    const { receipt: _, firstReceived: __, ...rest } = message;
    messages.remove(message);
    messages.put({ ...rest, queue: target.name, receiveCount: 0, deadLetterSource: queueArn(name) });
    return true;
  }

  /** Resolves when something changed in the queue, or at `until`. */
  function change(queue: string, until: number): Promise<void> {
    return new Promise((resolve) => {
      const sleepers = waiting.get(queue) ?? new Set();
      waiting.set(queue, sleepers);
      const wake = () => {
        timer.cancel();
        sleepers.delete(wake);
        resolve();
      };
      const timer = clock.after(Math.max(0, until - clock.now()), wake);
      sleepers.add(wake);
    });
  }

  function nextVisible(queue: string): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleFrom } of messages.in(queue)) next = Math.min(next, visibleFrom);
    return next;
  }

  function wake(queue: string): void {
    for (const sleeper of [...(waiting.get(queue) ?? [])]) sleeper();
  }

  return {
    async receive(queue, options) {
      const deadline = clock.now() + 1000 * options.waitSeconds;
      for (;;) {
        dropExpired(messages, queue, clock.now());
        const taken = take(queue, options);
        const gone = queues.find(queue.name) === undefined;
        if (taken.length > 0 || stopped || gone || clock.now() >= deadline) return taken;
        await change(queue.name, Math.min(deadline, nextVisible(queue.name)));
      }
    },
    wake,
    stopWaiting() {
      stopped = true;
      for (const queue of waiting.keys()) wake(queue);
    },
  };
}
