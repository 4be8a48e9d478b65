import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { type LogLine, linesContaining } from '../function-logs.ts';
import { waitFor } from '../wait.ts';

/** How the function dealt with an event, by its log. Members that the log does not tell are absent. */
export interface FunctionRun {
  readonly requestId: string;
  /** From S3's time of the upload until the function began. */
  readonly eventSeconds?: number;
  readonly functionSeconds?: number;
  /** Only when it was one. */
  readonly coldStartSeconds?: number;
}

/** What the function has said about a key. */
export interface Said {
  readonly requestId: string;
  readonly failed: boolean;
  readonly message: string;
}

export interface LogWait {
  readonly group: string;
  /** Occurs in the key, and nowhere else in the log. */
  readonly id: string;
  readonly key: string;
  readonly since: Date;
}

type Aws = Pick<Clients, 'logs'>;

/** Log lines come in order but late, and the report of a run is its last. */
const REPORT_SECONDS = 3;

/** Waits for the function's line about a key that was uploaded at `uploadTime`, and for Lambda's report of that run. */
export async function awaitFunctionRun(
  aws: Aws,
  wait: LogWait & { readonly uploadTime: string; readonly timeoutSeconds: number },
  control: Control,
): Promise<FunctionRun> {
  const options = {
    what: `the function's line in log group ${wait.group}`,
    timeoutSeconds: wait.timeoutSeconds,
    minDelaySeconds: 0.1,
    maxDelaySeconds: 2,
  };
  let found: number | undefined;
  return waitFor(control, options, async () => {
    const line = (await linesAbout(aws, wait, control.signal)).findLast(({ failed }) => !failed);
    if (line === undefined) return undefined;
    found ??= control.now();
    const run = await runOf(aws, wait, line.requestId, control.signal);
    const overdue = control.now() - found > REPORT_SECONDS * 1000;
    return run.functionSeconds !== undefined || overdue ? run : undefined;
  });
}

/** The function's lines about the key so far, oldest first. */
export async function linesAbout(
  { logs }: Aws,
  { group, id, key, since }: LogWait,
  signal: AbortSignal,
): Promise<readonly Said[]> {
  const lines = await linesContaining(logs, { group, since, text: id }, signal);
  return lines.toSorted(byTime).flatMap(({ message }) => {
    const entry = entryOf(message);
    if (entry?.key !== key) return [];
    return [
      { requestId: entry.requestId ?? '', failed: entry.outcome === 'failed', message: entry.message ?? '' },
    ];
  });
}

async function runOf(
  { logs }: Aws,
  { group, since, uploadTime }: LogWait & { readonly uploadTime: string },
  requestId: string,
  signal: AbortSignal,
): Promise<FunctionRun> {
  const lines = await linesContaining(logs, { group, since, text: requestId }, signal);
  const start = lines.find(({ message }) => message.startsWith('START '));
  const report = lines.find(({ message }) => message.startsWith('REPORT '))?.message;
  const functionSeconds = secondsIn(report, /\tDuration: ([\d.]+) ms/);
  const coldStartSeconds = secondsIn(report, /\tInit Duration: ([\d.]+) ms/);
  return {
    requestId,
    ...(start !== undefined && {
      eventSeconds: Math.max(0, Date.parse(start.time) - Date.parse(uploadTime)) / 1000,
    }),
    ...(functionSeconds !== undefined && { functionSeconds }),
    ...(coldStartSeconds !== undefined && { coldStartSeconds }),
  };
}

function secondsIn(report: string | undefined, pattern: RegExp): number | undefined {
  const milliseconds = pattern.exec(report ?? '')?.[1];
  return milliseconds === undefined ? undefined : Math.round(Number(milliseconds) * 100) / 100_000;
}

type Entry = Partial<Record<'key' | 'outcome' | 'message' | 'requestId', string>>;

/** Other lines than the function's own are no JSON. */
function entryOf(message: string): Entry | undefined {
  try {
    return JSON.parse(message) as Entry;
  } catch {
    return undefined;
  }
}

function byTime(a: LogLine, b: LogLine): number {
  return a.time < b.time ? -1 : Number(a.time > b.time);
}
