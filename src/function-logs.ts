import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { isErrorLine } from './error-line.ts';
import { FilepipeError } from './errors.ts';

/** A line that the function, or Lambda on its behalf, has logged. */
export interface LogLine {
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** Without the line break at its end. */
  readonly message: string;
  readonly stream: string;
}

/** A line with what tells it from all others of its group, and when it came. */
export interface StoredLine extends LogLine {
  readonly id: string;
  /** Milliseconds since the epoch at which CloudWatch Logs took it, by its own clock: long after `time` where it came late. */
  readonly ingested: number;
}

export interface LogQuery {
  readonly group: string;
  readonly since: Date;
  /** The newest so many lines; the older ones are read and dropped. */
  readonly limit: number;
  readonly errorsOnly: boolean;
}

/** The newest lines of a log group, oldest first. Reads every page, of which some are empty on the way. */
export async function readLogs(
  logs: CloudWatchLogsClient,
  { group, since, limit, errorsOnly }: LogQuery,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const newest: StoredLine[] = [];
  for await (const page of requiredPages(logs, { group, since }, signal)) {
    newest.push(...page.filter(({ message }) => !errorsOnly || isErrorLine(message)));
    newest.sort(byTime);
    newest.splice(0, newest.length - limit);
  }
  return newest.map(withoutStorage);
}

/** All lines of the time since then, a page after the other. Fails with a sentence where there is no such group. */
export async function* requiredPages(
  logs: CloudWatchLogsClient,
  query: { readonly group: string; readonly since: Date },
  signal: AbortSignal,
): AsyncGenerator<readonly StoredLine[]> {
  try {
    yield* linePages(logs, query, signal);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ResourceNotFoundException') throw cause;
    throw new FilepipeError(`there is no log group ${query.group}`, {
      hint: 'create the pipeline first: filepipe setup',
    });
  }
}

export interface TextQuery {
  readonly group: string;
  readonly since: Date;
  /** Default now. */
  readonly until?: Date | undefined;
  readonly text: string;
}

/** The lines with this text, of that time, oldest first; none where there is no such group. */
export async function linesContaining(
  logs: CloudWatchLogsClient,
  { text, ...where }: TextQuery,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const found: LogLine[] = [];
  try {
    const query = { ...where, pattern: JSON.stringify(text) };
    for await (const page of linePages(logs, query, signal)) found.push(...page);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  }
  return found.sort(byTime);
}

/** What is of interest to somebody who reads it. */
export function withoutStorage({ time, message, stream }: StoredLine): LogLine {
  return { time, message, stream };
}

/** Oldest first; lines of one moment stay as they are. */
export function byTime(a: LogLine, b: LogLine): number {
  return a.time < b.time ? -1 : Number(a.time > b.time);
}

type PageQuery = Omit<TextQuery, 'text'> & { readonly pattern?: string };

async function* linePages(
  logs: CloudWatchLogsClient,
  { group, since, until, pattern }: PageQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredLine[]> {
  const { paginateFilterLogEvents } = await import('@aws-sdk/client-cloudwatch-logs');
  const request = {
    logGroupName: group,
    startTime: since.getTime(),
    endTime: until?.getTime(),
    filterPattern: pattern,
  };
  for await (const page of paginateFilterLogEvents({ client: logs }, request, { abortSignal: signal })) {
    yield (page.events ?? []).map(lineOf);
  }
}

function lineOf(event: FilteredLogEvent): StoredLine {
  return {
    id: event.eventId ?? '',
    ingested: event.ingestionTime ?? event.timestamp ?? 0,
    time: new Date(event.timestamp ?? 0).toISOString(),
    message: (event.message ?? '').trimEnd(),
    stream: event.logStreamName ?? '',
  };
}
