import { isErrorLine } from './error-line.ts';
import { errorWords } from './error-words.ts';
import type { LogLine } from './function-logs.ts';

/** One run of the function on an event, by its log. Members that the log does not tell are absent. */
export interface Attempt {
  /** ISO 8601. */
  readonly started?: string;
  readonly functionSeconds?: number;
  /** Only when it was one. */
  readonly coldStartSeconds?: number;
  /** Why it came to nothing, in words. */
  readonly error?: string;
}

/** The attempts that these lines, all with the same request id and oldest first, tell of. */
export function attemptsIn(lines: readonly LogLine[]): readonly Attempt[] {
  const attempts: Attempt[] = [];
  for (const line of lines) {
    const isStart = line.message.startsWith('START ');
    const before = isStart ? {} : (attempts.pop() ?? {});
    attempts.push({ ...before, ...toldBy(line) });
  }
  return attempts;
}

function toldBy({ time, message }: LogLine): Attempt {
  if (message.startsWith('START ')) return { started: time };
  if (!message.startsWith('REPORT ')) return isErrorLine(message) ? { error: errorWords(message) } : {};
  const functionSeconds = secondsIn(message, /\tDuration: ([\d.]+) ms/);
  const coldStartSeconds = secondsIn(message, /\tInit Duration: ([\d.]+) ms/);
  return {
    ...(functionSeconds !== undefined && { functionSeconds }),
    ...(coldStartSeconds !== undefined && { coldStartSeconds }),
  };
}

function secondsIn(report: string, pattern: RegExp): number | undefined {
  const milliseconds = pattern.exec(report)?.[1];
  return milliseconds === undefined ? undefined : Math.round(Number(milliseconds) * 100) / 100_000;
}
