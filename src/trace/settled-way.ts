import { type FileRecord, LOWEST_SEQUENCER, type Tombstone } from '../../handler/record.ts';
import { formatSeconds, plural } from '../report/format.ts';
import type { KeyRun } from './key-runs.ts';
import { objectHop } from './object-hop.ts';
import { attemptText, runDetails } from './run-text.ts';
import type { Ends, Hop } from './trace.ts';

/** Whether the table shows what the bucket holds. */
export function isSettled({ object, row }: Ends): boolean {
  if (object?.kind !== 'stored') return row === undefined || row.status === 'removed';
  if (row === undefined || row.status === 'removed') return false;
  // What another function wrote before filepipe's does not say which version it means.
  if (row.etag === undefined) return row.size === object.size;
  return object.versionId !== undefined && row.versionId !== undefined
    ? object.versionId === row.versionId
    : object.etag === row.etag;
}

/** When what the row tells of happened, in ISO 8601; undefined where it does not tell. */
export function eventTimeOf(row: FileRecord | Tombstone): string | undefined {
  const time = row.status === 'removed' ? row.removedTime : row.uploadTime;
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

export interface LogView {
  /** Undefined when the caller may not read the log. */
  readonly runs: readonly KeyRun[] | undefined;
  readonly retentionDays: number;
  readonly now: number;
}

/** The hops of a way that came to its end, with what the log still tells of it. */
export function settledHops(ends: Ends, log: LogView): readonly Hop[] {
  const { row } = ends;
  if (row === undefined) {
    const text = 'none, as it should be';
    return [objectHop(ends), { hop: 'row', state: 'ok', text, details: [] }];
  }
  const run = log.runs?.findLast(({ sequencer }) => sequencer === row.sequencer);
  const eventTime = eventTimeOf(row);
  return [
    objectHop(ends),
    eventHop(row, eventTime, run?.attempts[0]?.started),
    run === undefined ? unseenRun(eventTime, log) : seenRun(run),
    { hop: 'row', state: 'ok', time: run?.time, ...rowText(row) },
  ];
}

function eventHop(
  { sequencer }: FileRecord | Tombstone,
  eventTime: string | undefined,
  started: string | undefined,
): Hop {
  const hop = { hop: 'event', state: 'ok' } as const;
  if (sequencer === LOWEST_SEQUENCER) {
    return { ...hop, text: 'none of S3 came: filepipe reconcile made up for it', details: [] };
  }
  const lagSeconds = secondsBetween(eventTime, started);
  const text =
    lagSeconds === undefined ? 'delivered' : `delivered after ${formatSeconds(Math.max(0, lagSeconds))}`;
  const details = sequencer === undefined ? [] : [`sequencer ${sequencer}`];
  return { ...hop, time: eventTime, text, details };
}

function secondsBetween(before: string | undefined, after: string | undefined): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  return (Date.parse(after) - Date.parse(before)) / 1000;
}

function seenRun(run: KeyRun): Hop {
  return {
    hop: 'invocation',
    state: 'ok',
    time: run.attempts.at(-1)?.started ?? run.time,
    text: attemptText(run.attempts),
    details: runDetails(run),
  };
}

/** The table knows of it, so it was; only the log does not tell. */
function unseenRun(eventTime: string | undefined, log: LogView): Hop {
  return { hop: 'invocation', state: 'unknown', text: whyUnseen(eventTime, log), details: [] };
}

function whyUnseen(eventTime: string | undefined, { runs, retentionDays, now }: LogView): string {
  if (runs === undefined) return 'these credentials may not read the log';
  const ageSeconds = secondsBetween(eventTime, new Date(now).toISOString()) ?? LATE_SECONDS;
  if (ageSeconds > retentionDays * DAY_SECONDS)
    return `the log keeps ${plural(retentionDays, 'day')}, and this is longer ago`;
  return ageSeconds < LATE_SECONDS ? 'not in the log yet, which takes some seconds' : 'the log does not tell';
}

const DAY_SECONDS = 86_400;
const LATE_SECONDS = 60;

function rowText(row: FileRecord | Tombstone): Pick<Hop, 'text' | 'details'> {
  if (row.status === 'removed') return { text: 'remembers the removal', details: [] };
  const by = row.extractor === undefined ? '' : ` by extractor ${row.extractor}`;
  return row.status === 'failed'
    ? { text: `not understood${by}`, details: [row.reason ?? 'no reason is given'] }
    : { text: `${row.status ?? 'there'}${by}`, details: [] };
}
