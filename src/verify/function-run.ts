import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { attemptsIn } from '../function-attempts.ts';
import { functionEntry } from '../function-entry.ts';
import { linesContaining } from '../function-logs.ts';
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
  return lines.flatMap(({ message }) => {
    const entry = functionEntry(message);
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
  const attempts = attemptsIn(lines);
  const started = attempts[0]?.started;
  const { functionSeconds, coldStartSeconds } = attempts.at(-1) ?? {};
  return {
    requestId,
    ...(started !== undefined && {
      eventSeconds: Math.max(0, Date.parse(started) - Date.parse(uploadTime)) / 1000,
    }),
    ...(functionSeconds !== undefined && { functionSeconds }),
    ...(coldStartSeconds !== undefined && { coldStartSeconds }),
  };
}
