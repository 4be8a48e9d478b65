import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type Attempt, attemptsIn } from '../function-attempts.ts';
import { functionEntry } from '../function-entry.ts';
import { linesContaining } from '../function-logs.ts';

/** What the function did about a file on one event. */
export interface KeyRun {
  readonly requestId: string;
  /** Of the event; orders the events of one file. */
  readonly sequencer: string;
  readonly failed: boolean;
  /** What it said last. */
  readonly message: string;
  /** When it said that. ISO 8601. */
  readonly time: string;
  readonly attempts: readonly Attempt[];
}

export interface RunQuery {
  readonly group: string;
  readonly key: string;
  readonly since: Date;
  /** Default now. */
  readonly until?: Date;
}

/** The runs about a file that the function's log tells of, oldest first; only the latest so many are looked into. */
export async function keyRuns(
  logs: CloudWatchLogsClient,
  { key, ...where }: RunQuery,
  signal: AbortSignal,
): Promise<readonly KeyRun[]> {
  const lines = await linesContaining(logs, { ...where, text: searchable(key) }, signal);
  const latest = new Map<string, Omit<KeyRun, 'attempts'>>();
  for (const { time, message: line } of lines) {
    const entry = functionEntry(line);
    if (entry?.key !== key) continue;
    const { requestId = '', sequencer = '', message = '', outcome } = entry;
    latest.set(requestId, { requestId, sequencer, failed: outcome === 'failed', message, time });
  }
  const runs = [...latest.values()].slice(-LOOKED_INTO);
  return await Promise.all(
    runs.map(async (run) => ({ ...run, attempts: await attemptsOf(logs, where, run.requestId, signal) })),
  );
}

const LOOKED_INTO = 5;

async function attemptsOf(
  logs: CloudWatchLogsClient,
  where: Omit<RunQuery, 'key'>,
  requestId: string,
  signal: AbortSignal,
): Promise<readonly Attempt[]> {
  return attemptsIn(await linesContaining(logs, { ...where, text: requestId }, signal));
}

/** The longest piece of a name that stands in JSON, and in a filter pattern, as it is. */
function searchable(key: string): string {
  const pieces = key.split(/["\\\p{Cc}]/u);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  return longest === '' ? 'requestId' : longest;
}
