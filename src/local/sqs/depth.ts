import type { Timer } from '../clock.ts';
import type { Core, MetricSink } from '../internal.ts';
import type { Messages } from './message-store.ts';
import type { Queues, StoredQueue } from './queue-store.ts';
import { dropExpired } from './retention.ts';

/** How many messages of a queue can be received now, were received and not yet deleted, or wait to be due. */
export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export function depthOf(messages: Messages, queue: StoredQueue, now: number): Depth {
  dropExpired(messages, queue, now);
  let [visible, inFlight, delayed] = [0, 0, 0];
  for (const { visibleFrom, receiveCount } of messages.in(queue.name)) {
    if (visibleFrom <= now) visible += 1;
    else if (receiveCount > 0) inFlight += 1;
    else delayed += 1;
  }
  return { visible, inFlight, delayed };
}

/**
 * Keeps CloudWatch informed of how deep queues are: on every change, and once a minute while there is
 * something to receive, so that an alarm sees the present and not only changes.
 */
export function depthMetrics({ clock }: Core, metrics: MetricSink, queues: Queues, messages: Messages) {
  const touched = new Set<string>();
  let timer: Timer | undefined;

  function putTouched(): void {
    const names = [...touched];
    touched.clear();
    for (const name of names) {
      const queue = queues.find(name);
      if (queue !== undefined) put(queue);
    }
  }

  function put(queue: StoredQueue): void {
    const { visible, inFlight, delayed } = depthOf(messages, queue, clock.now());
    for (const [metric, value] of [
      ['ApproximateNumberOfMessagesVisible', visible],
      ['ApproximateNumberOfMessagesNotVisible', inFlight],
      ['ApproximateNumberOfMessagesDelayed', delayed],
    ] as const) {
      metrics.put({
        namespace: 'AWS/SQS',
        name: metric,
        dimensions: { QueueName: queue.name },
        value,
        unit: 'Count',
      });
    }
  }

  function everyMinute(): void {
    for (const queue of queues.list()) {
      if (depthOf(messages, queue, clock.now()).visible > 0) put(queue);
    }
    timer = clock.after(60_000, everyMinute);
  }

  return {
    /** Has the queue looked at once what is under way is done, however many messages it touches. */
    changed(queue: string): void {
      if (touched.size === 0) queueMicrotask(putTouched);
      touched.add(queue);
    },
    start: everyMinute,
    close: () => timer?.cancel(),
  };
}
