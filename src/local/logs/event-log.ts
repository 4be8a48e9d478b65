import { clearRange } from '../clear-range.ts';
import type { Core } from '../internal.ts';
import type { Write } from '../storage.ts';

interface LogEvent {
  readonly stream: string;
  /** Milliseconds since the epoch, as the writer says. */
  readonly timestamp: number;
  /** Milliseconds since the epoch at which it came in. */
  readonly ingested: number;
  readonly message: string;
}

/** An event with its place: places are ordered by timestamp, then by arrival. */
export interface PlacedEvent extends LogEvent {
  readonly place: string;
}

export interface EventRange {
  /** Milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Milliseconds, exclusive. */
  readonly to?: number | undefined;
  /** Exclusive. */
  readonly after?: string | undefined;
  /** Exclusive. */
  readonly before?: string | undefined;
  /** Newest first. */
  readonly reverse?: boolean;
}

/** Every group's events, on disk. */
export interface EventLog {
  /** Written within milliseconds; wait for `flushed` where it must survive a kill. */
  append(groupId: string, events: readonly LogEvent[]): void;
  flushed(): Promise<void>;
  /** Sees everything appended before the call. */
  range(groupId: string, range: EventRange): AsyncIterable<PlacedEvent>;
  /** Deletes a group's events, those before `before` milliseconds where it is given. Returns their bytes. */
  clear(groupId: string, before?: number): Promise<number>;
  clearStream(groupId: string, stream: string): Promise<void>;
}

export async function openEventLog({ storage, onFault }: Core): Promise<EventLog> {
  const table = storage.table<LogEvent>('logs/events');
  const nextOrdinal = await ordinals(storage);
  let gathered: Write[] = [];
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (gathered.length > 0) {
      const batch = gathered;
      gathered = [];
      await storage.write(batch).catch(onFault);
    }
    writing = undefined;
  }

  async function flushed(): Promise<void> {
    await writing;
  }

  return {
    append(groupId, events) {
      for (const event of events) {
        const key = `${groupId}/${time(event.timestamp)}/${nextOrdinal()}`;
        gathered.push(table.putting(key, event));
      }
      writing ??= Promise.resolve().then(drain);
    },
    flushed,
    async *range(groupId, { from, to, after, before, reverse = false }) {
      await flushed();
      const gt = latest(
        after === undefined ? undefined : `${groupId}/${after}`,
        `${groupId}/${time(from ?? 0)}`,
      );
      const lt =
        before === undefined ? `${groupId}/${to === undefined ? '~' : time(to)}` : `${groupId}/${before}`;
      for await (const [key, event] of table.range({ gt, lt, reverse })) {
        yield { ...event, place: key.slice(groupId.length + 1) };
      }
    },
    async clear(groupId, before) {
      await flushed();
      const range = { gt: `${groupId}/`, lt: `${groupId}/${before === undefined ? '~' : time(before)}` };
      let bytes = 0;
      for await (const [, { message }] of table.range(range)) bytes += storedBytes(message);
      await clearRange(storage, table, range);
      return bytes;
    },
    async clearStream(groupId, stream) {
      await flushed();
      for await (const [key, event] of table.range({ gt: `${groupId}/`, lt: `${groupId}/~` })) {
        if (event.stream === stream) await table.delete(key);
      }
    },
  };
}

/** What AWS counts an event as. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export function storedBytes(message: string): number {
  return Buffer.byteLength(message) + 26;
}

function latest(a: string | undefined, b: string): string {
  return a === undefined || a < b ? b : a;
}

/** Padded, so that times are ordered as strings. */
function time(milliseconds: number): string {
  return String(milliseconds).padStart(15, '0');
}

/** Numbers that only grow, over restarts too. */
async function ordinals(storage: Core['storage']): Promise<() => string> {
  const runs = await storage.collection<number>('logs/runs');
  const run = (runs.get('run') ?? 0) + 1;
  runs.set('run', run);
  let count = 0;
  return () => String(run).padStart(8, '0') + String(count++).padStart(10, '0');
}
