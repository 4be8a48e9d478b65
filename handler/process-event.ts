import { type Change, keyAsSent, type Replay, recordsOf, requestOf } from './change.ts';
import type { LogEntry } from './log.ts';
import { type ChangeContext, processChange } from './process-change.ts';
import { processReplay } from './process-replay.ts';

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
  let request: Change | Replay | undefined;
  try {
    request = requestOf(record);
    const { outcome, row } =
      request.kind === 'replay'
        ? await processReplay(pipeline, request, milliseconds)
        : await processChange(pipeline, request, milliseconds);
    pipeline.log({
      level: 'INFO',
      message: `${outcome} ${request.key}`,
      key: request.key,
      bucket: request.bucket,
      size: row && 'size' in row ? row.size : undefined,
      status: row?.status,
      sequencer: sequencerOf(request) ?? row?.sequencer,
      outcome,
      milliseconds: Date.now() - started,
      requestId,
    });
    return undefined;
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const key = request?.key ?? keyAsSent(record);
    pipeline.log({
      level: 'ERROR',
      message: `failed ${key}: ${error.name}: ${error.message}`,
      key,
      bucket: request?.bucket,
      sequencer: sequencerOf(request),
      outcome: 'failed',
      milliseconds: Date.now() - started,
      requestId,
    });
    return { key, error };
  }
}

/** A replay has none: it takes that of the row. */
function sequencerOf(request: Change | Replay | undefined): string | undefined {
  return request === undefined || request.kind === 'replay' ? undefined : request.sequencer;
}

function summaryOf(failures: readonly Failure[], total: number): AggregateError {
  const named = failures.map(({ key, error }) => `${key} (${error.name}: ${error.message})`).join(', ');
  return new AggregateError(
    failures.map(({ error }) => error),
    `${failures.length} of ${total} files failed: ${named}`,
  );
}
