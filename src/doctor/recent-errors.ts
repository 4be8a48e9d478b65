import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { readLogs } from '../function-logs.ts';

const HOUR_MS = 3_600_000;
const COUNTED = 100;
const SHOWN_CHARACTERS = 120;

/** What went wrong in the function in the last hour. Nothing when it has no log group. */
export async function recentErrors(
  logs: CloudWatchLogsClient,
  group: string,
  { now, signal }: Control,
): Promise<Finding[]> {
  const since = new Date(now() - HOUR_MS);
  try {
    const errors = await readLogs(logs, { group, since, limit: COUNTED, errorsOnly: true }, signal);
    return [findingOf(errors.length, errors.at(-1)?.message ?? '')];
  } catch (error) {
    if (error instanceof FilepipeError) return [];
    throw error;
  }
}

function findingOf(count: number, last: string): Finding {
  if (count === 0) return { check: 'recent errors', state: 'ok', text: 'none in the last hour' };
  const shown = last.length > SHOWN_CHARACTERS ? `${last.slice(0, SHOWN_CHARACTERS - 1)}…` : last;
  return {
    check: 'recent errors',
    state: 'warning',
    text: `${count >= COUNTED ? 'at least ' : ''}${count} in the last hour, the last: ${shown}`,
    fix: 'see them: filepipe logs --errors --since 1h',
  };
}
