import { AwsError } from '../../aws-error.ts';
import { ACCOUNT_ID } from '../../credentials.ts';
import type { Core, FunctionInvoker, QueueSink, TopicPublisher } from '../../internal.ts';
import type { Write } from '../../storage.ts';
import type { Bucket } from '../buckets.ts';
import { bucketArn, type Happening, messageAbout } from './happening.ts';
import { type DestinationKind, matches, rulesOf } from './rules.ts';

/** Where events go. */
export interface Destinations {
  readonly functions: FunctionInvoker;
  readonly queues: QueueSink;
  readonly topics: TopicPublisher;
}

/** A message on its way; kept until its destination has taken it. */
interface Entry {
  readonly id: string;
  readonly bucket: string;
  readonly kind: DestinationKind;
  readonly arn: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Messages are stored together with the change that they are about, and then delivered at once. */
export interface Outbox {
  /** The messages that a bucket's rules ask for. */
  entriesFor(bucket: Bucket, happening: Happening): Entry[];
  adding(entries: readonly Entry[]): Write[];
  /** Delivers entries whose changes are written. */
  dispatch(entries: readonly Entry[]): void;
  /** Takes up what was on its way when the storage was last closed. */
  start(): void;
  /** Ends after the deliveries under way. */
  close(): Promise<void>;
}

/** S3 gives up on an event after a day. */
const GIVE_UP_MILLISECONDS = 24 * 60 * 60 * 1000;
const MAX_RETRY_MILLISECONDS = 60_000;
const MAX_DELIVERIES = 32;

export async function openOutbox(core: Core, destinations: Destinations): Promise<Outbox> {
  const table = core.storage.table<Entry>('s3/outbox');
  const waiting = new Set<Entry>();
  const underWay = new Set<Promise<void>>();
  let running = false;
  for await (const [, entry] of table.range()) waiting.add(entry);

  return {
    entriesFor(bucket, happening) {
      const rules = rulesOf(bucket.notification);
      const concerned = rules.filter((rule) => matches(rule, happening.event, happening.version.key));
      return concerned.map(({ id, kind, arn }) => ({
        id: `${happening.sequence.toString(16).padStart(14, '0')} ${id}`,
        bucket: bucket.name,
        kind,
        arn,
        message: messageAbout(happening, bucket, id),
        time: happening.time,
      }));
    },
    adding: (entries) => entries.map((entry) => table.putting(entry.id, entry)),
    dispatch(entries) {
      for (const entry of entries) waiting.add(entry);
      pump();
    },
    start() {
      running = true;
      pump();
    },
    async close() {
      running = false;
      await Promise.all(underWay);
    },
  };

  function pump(): void {
    if (!running) return;
    for (const entry of waiting) {
      if (underWay.size >= MAX_DELIVERIES) return;
      waiting.delete(entry);
      begin(entry, 0);
    }
  }

  function begin(entry: Entry, failures: number): void {
    const delivery = attempt(entry, failures)
      .catch(core.onFault)
      .finally(() => {
        underWay.delete(delivery);
        pump();
      });
    underWay.add(delivery);
  }

  async function attempt(entry: Entry, failures: number): Promise<void> {
    if (await taken(entry)) await table.delete(entry.id);
    else retryLater(entry, failures + 1);
  }

  /** Whether the entry is done with: delivered, or for nobody, or too old. */
  async function taken(entry: Entry): Promise<boolean> {
    try {
      await deliver(entry, destinations);
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) core.onFault(error);
      else if (error.code === 'ResourceNotFoundException') return true;
      return core.clock.now() - entry.time > GIVE_UP_MILLISECONDS;
    }
  }

  function retryLater(entry: Entry, failures: number): void {
    const delay = Math.min(1000 * 2 ** (failures - 1), MAX_RETRY_MILLISECONDS);
    core.clock.after(delay, () => {
      if (running) begin(entry, failures);
    });
  }
}

/** A queue or topic that is gone, or a function that no longer lets S3 call it, gets nothing: as on AWS. */
async function deliver(entry: Entry, { functions, queues, topics }: Destinations): Promise<void> {
  const { arn, message } = entry;
  if (entry.kind === 'queue') await queues.send(arn, message);
  else if (entry.kind === 'topic') await topics.publish(arn, SUBJECT, message);
  else if (functions.mayInvoke(arn, 's3.amazonaws.com', bucketArn(entry.bucket), ACCOUNT_ID)) {
    await functions.invokeAsync(arn, message);
  }
}

/** The subject of S3's messages to topics. */
export const SUBJECT = 'Amazon S3 Notification';
