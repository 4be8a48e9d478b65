import { createHash } from 'node:crypto';
import type { Timer } from '../clock.ts';
import type { Core } from '../internal.ts';
import type { Collection, Write } from '../storage.ts';
import { type Distribution, merged } from './distribution.ts';

/** What distinguishes one metric from another. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Datum {
  readonly metric: MetricId;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly unit: string;
  readonly distribution: Distribution;
  /** Seconds to which its time is kept: 60, or 1 for high resolution. */
  readonly resolution: 1 | 60;
}

/** What is kept of one minute (or second) in one unit. */
export interface Bucket {
  /** Milliseconds since the epoch at which it starts. */
  readonly start: number;
  readonly unit: string;
  readonly distribution: Distribution;
}

/** A metric with the newest start of its buckets. */
export interface Series extends MetricId {
  readonly newest: number;
}

export interface MetricStore {
  /** Read at once, on disk at the next flush, a second later at most. */
  record(datum: Datum): void;
  /** Resolves once everything recorded would survive a kill. */
  flush(): Promise<void>;
  /** Buckets that start in [from, to), oldest first. */
  read(metric: MetricId, from: number, to: number): readonly Bucket[];
  series(): readonly Series[];
  start(): void;
  close(): Promise<void>;
}

/** AWS keeps minutes for 15 days. */
const KEPT_MILLISECONDS = 3 * 24 * 3600 * 1000;
const FLUSH_MILLISECONDS = 1000;
const SWEEP_MILLISECONDS = 3600 * 1000;

/** `onRecord` is told of each datum's metric by its id. */
export async function openMetricStore(
  { storage, clock, onFault }: Core,
  onRecord: (id: string) => void,
): Promise<MetricStore> {
  const table = storage.table<Bucket>('cloudwatch/buckets');
  const metrics: Collection<MetricId> = await storage.collection('cloudwatch/metrics');
  const buckets = new Map<string, Map<string, Bucket>>();
  for (const [id] of metrics.entries()) buckets.set(id, new Map());
  for await (const [key, bucket] of table.range()) buckets.get(seriesOf(key))?.set(key, bucket);

  let unwritten = new Map<string, Bucket>();
  let writing = Promise.resolve();
  let flushTimer: Timer | undefined;
  let sweepTimer: Timer | undefined;

  function flush(): Promise<void> {
    flushTimer?.cancel();
    flushTimer = undefined;
    const batch = [...unwritten].map(([key, bucket]) => table.putting(key, bucket));
    unwritten = new Map();
    writing = writing.then(() => storage.write(batch)).catch(onFault);
    return writing;
  }

  function sweep(): void {
    const oldest = clock.now() - KEPT_MILLISECONDS;
    const writes: Write[] = [];
    for (const [id, series] of buckets) {
      for (const [key, { start }] of series) {
        if (start >= oldest) continue;
        series.delete(key);
        unwritten.delete(key);
        writes.push(table.deleting(key));
      }
      if (series.size > 0) continue;
      buckets.delete(id);
      metrics.delete(id);
    }
    writing = writing.then(() => storage.write(writes)).catch(onFault);
    sweepTimer = clock.after(SWEEP_MILLISECONDS, sweep);
  }

  return {
    record({ metric, time, unit, distribution, resolution }) {
      const id = idOf(metric);
      const series = buckets.get(id) ?? new Map<string, Bucket>();
      if (!buckets.has(id)) {
        buckets.set(id, series);
        metrics.set(id, metric);
      }
      const start = time - (time % (resolution * 1000));
      const key = `${id}/${String(start).padStart(15, '0')}/${unit}`;
      const known = series.get(key)?.distribution;
      const bucket = { start, unit, distribution: known ? merged(known, distribution) : distribution };
      series.set(key, bucket);
      unwritten.set(key, bucket);
      flushTimer ??= clock.after(FLUSH_MILLISECONDS, () => void flush());
      onRecord(id);
    },
    flush,
    read(metric, from, to) {
      const found = [...(buckets.get(idOf(metric))?.values() ?? [])];
      return found.filter(({ start }) => start >= from && start < to).sort((a, b) => a.start - b.start);
    },
    series() {
      return [...metrics.entries()].map(([id, metric]) => ({ ...metric, newest: newest(buckets.get(id)) }));
    },
    start: sweep,
    async close() {
      sweepTimer?.cancel();
      await flush();
    },
  };
}

/** The same for the same metric, whatever the order of its dimensions. */
export function idOf({ namespace, name, dimensions }: MetricId): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([namespace, name, sorted]))
    .digest('hex')
    .slice(0, 32);
}

function seriesOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function newest(series: ReadonlyMap<string, Bucket> | undefined): number {
  return [...(series?.values() ?? [])].reduce((latest, { start }) => Math.max(latest, start), 0);
}
