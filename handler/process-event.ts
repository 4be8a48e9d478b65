import { type Change, changeOf, keyAsSent, recordsOf } from './change.ts';
import type { LogEntry } from './log.ts';
import { type ChangeContext, processChange } from './process-change.ts';

export interface Pipeline extends ChangeContext {
  readonly log: (entry: LogEntry) => void;
}

/** What Lambda says about the invocation. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/**
 * Processes every record of an S3 notification and logs one line for each. One that fails does not stop
 * the others, but in the end the event fails: Lambda repeats it, and gives it to the failure queue when
 * that does not help. Repeating is harmless, since what is already stored is found to be so.
 */
export async function processEvent(
  pipeline: Pipeline,
  event: unknown,
  invocation: Invocation,
): Promise<void> {
  const { awsRequestId: requestId } = invocation;
  const records = recordsOf(event);
  if (records.length === 0) {
    pipeline.log({ level: 'INFO', message: 'nothing to do: the event names no object', requestId });
  }
  const milliseconds = timeForOne(invocation.getRemainingTimeInMillis(), records.length);
  const results = await Promise.all(
    records.map((record) => processRecord(pipeline, record, requestId, milliseconds)),
  );
  const failures = results.filter((result) => result !== undefined);
  if (failures.length > 0) throw summaryOf(failures, records.length);
}

/** Longer than any file in order takes. */
const MAX_READING = 20_000;
/** Kept back for the rows and the log. */
const RESERVE = 5_000;

/** How long the reading of one of so many files may take, so that the rows of all are written in time. */
function timeForOne(remaining: number, files: number): number {
  const share = (remaining - RESERVE) / Math.max(1, files);
  return Math.floor(Math.min(MAX_READING, Math.max(share, remaining / 2 / Math.max(1, files))));
}

interface Failure {
  readonly key: string;
  readonly error: Error;
}

async function processRecord(
  pipeline: Pipeline,
  record: unknown,
  requestId: string,
  milliseconds: number,
): Promise<Failure | undefined> {
  const started = Date.now();
  let change: Change | undefined;
  try {
    change = changeOf(record);
    const { outcome, row } = await processChange(pipeline, change, milliseconds);
    pipeline.log({
      level: 'INFO',
      message: `${outcome} ${change.key}`,
      key: change.key,
      bucket: change.bucket,
      size: 'size' in row ? row.size : undefined,
      status: row.status,
      sequencer: change.sequencer,
      outcome,
      milliseconds: Date.now() - started,
      requestId,
    });
    return undefined;
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const key = change?.key ?? keyAsSent(record);
    pipeline.log({
      level: 'ERROR',
      message: `failed ${key}: ${error.name}: ${error.message}`,
      key,
      bucket: change?.bucket,
      sequencer: change?.sequencer,
      outcome: 'failed',
      milliseconds: Date.now() - started,
      requestId,
    });
    return { key, error };
  }
}

function summaryOf(failures: readonly Failure[], total: number): AggregateError {
  const named = failures.map(({ key, error }) => `${key} (${error.name}: ${error.message})`).join(', ');
  return new AggregateError(
    failures.map(({ error }) => error),
    `${failures.length} of ${total} files failed: ${named}`,
  );
}
