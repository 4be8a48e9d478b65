import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { Core } from '../internal.ts';

export interface StoredQueue {
  readonly name: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  /** Those that can be set, defaults included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Queues {
  find(name: string): StoredQueue | undefined;
  /** By its URL; fails with `QueueDoesNotExist`. */
  at(url: string): StoredQueue;
  /** Whether a queue of this name was deleted less than `queueNameSeconds` ago; after a restart never. */
  deletedRecently(name: string): boolean;
  save(queue: StoredQueue): void;
  remove(queue: StoredQueue): void;
  /** By name. */
  list(): readonly StoredQueue[];
}

export async function openQueues({ storage, clock, realism }: Core): Promise<Queues> {
  const queues = await storage.collection<StoredQueue>('sqs/queues');
  const deletions = new Map<string, number>();
  return {
    find: (name) => queues.get(name),
    at(url) {
      const queue = queues.get(nameIn(url));
      if (queue === undefined) throw noSuchQueue();
      return queue;
    },
    deletedRecently(name) {
      const deleted = deletions.get(name);
      return deleted !== undefined && clock.now() < deleted + realism.queueNameSeconds * 1000;
    },
    save(queue) {
      queues.set(queue.name, queue);
      deletions.delete(queue.name);
    },
    remove(queue) {
      queues.delete(queue.name);
      if (realism.queueNameSeconds > 0) deletions.set(queue.name, clock.now());
    },
    list: () => [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

export function queueArn(name: string): string {
  return `arn:${PARTITION}:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
}

/** The queue's name in an ARN of this account and region, else undefined. */
export function nameInArn(arn: string): string | undefined {
  const prefix = queueArn('');
  return arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
}

export function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** The host is not looked at: the endpoint may be reached by several names. */
function nameIn(url: string): string {
  const [account, name] = url.split('/').slice(-2);
  return account === ACCOUNT_ID && name !== undefined ? name : '';
}
