import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { FilepipeError } from './errors.ts';

/** A line that the function, or Lambda on its behalf, has logged. */
export interface LogLine {
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** Without the line break at its end. */
  readonly message: string;
  readonly stream: string;
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
  const newest: LogLine[] = [];
  try {
    for await (const page of linePages(logs, { group, since }, signal)) {
      newest.push(...page.filter(({ message }) => !errorsOnly || isError(message)));
      newest.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
      newest.splice(0, newest.length - limit);
    }
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ResourceNotFoundException') throw cause;
    throw new FilepipeError(`there is no log group ${group}`, {
      hint: 'create the pipeline first: filepipe setup',
    });
  }
  return newest;
}

/** The lines with this text, of the time since then; none where there is no such group. */
export async function linesContaining(
  logs: CloudWatchLogsClient,
  { group, since, text }: { readonly group: string; readonly since: Date; readonly text: string },
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const found: LogLine[] = [];
  try {
    const query = { group, since, pattern: JSON.stringify(text) };
    for await (const page of linePages(logs, query, signal)) found.push(...page);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  }
  return found;
}

async function* linePages(
  logs: CloudWatchLogsClient,
  { group, since, pattern }: { readonly group: string; readonly since: Date; readonly pattern?: string },
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[]> {
  const { paginateFilterLogEvents } = await import('@aws-sdk/client-cloudwatch-logs');
  const request = { logGroupName: group, startTime: since.getTime(), filterPattern: pattern };
  for await (const page of paginateFilterLogEvents({ client: logs }, request, { abortSignal: signal })) {
    yield (page.events ?? []).map(lineOf);
  }
}

function lineOf(event: FilteredLogEvent): LogLine {
  return {
    time: new Date(event.timestamp ?? 0).toISOString(),
    message: (event.message ?? '').trimEnd(),
    stream: event.logStreamName ?? '',
  };
}

/** The handler's own lines carry a level; the others are the texts in which Lambda reports a failed call. */
function isError(message: string): boolean {
  return /"level":"(ERROR|error)"|\tERROR\t|Task timed out|Runtime exited|"errorType"/.test(message);
}
