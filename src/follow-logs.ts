import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Control } from './control.ts';
import { isErrorLine } from './error-line.ts';
import { byTime, type KnownLine, type LogLine, type LogQuery, requiredPages } from './function-logs.ts';
import { waitFor } from './wait.ts';

/**
 * Shows the newest lines of a log group, and then every new one as it comes, until the signal ends it. Lines may
 * come up to a minute late and in any order: each is shown once, behind what was shown before it.
 */
export async function followLogs(
  logs: CloudWatchLogsClient,
  query: LogQuery,
  show: (lines: readonly LogLine[]) => Promise<void>,
  control: Control,
): Promise<never> {
  const memory = createMemory(query.since, control.now);
  let limit = query.limit;
  return await waitFor<never>(control, POLLING, async () => {
    const fresh: KnownLine[] = [];
    const since = memory.since();
    for await (const page of requiredPages(logs, { group: query.group, since }, control.signal)) {
      fresh.push(...memory.unknown(page).filter(({ message }) => !query.errorsOnly || isErrorLine(message)));
      fresh.sort(byTime);
      fresh.splice(0, fresh.length - limit);
    }
    // Only what was there at first may be too much.
    limit = Number.POSITIVE_INFINITY;
    if (fresh.length > 0) await show(fresh.map(({ id: _, ...line }) => line));
    return undefined;
  });
}

/** CloudWatch Logs takes five such calls a second from an account, and others may want to read, too. */
const POLLING = {
  what: 'lines',
  timeoutSeconds: Number.POSITIVE_INFINITY,
  minDelaySeconds: 1,
  maxDelaySeconds: 3,
};

/** CloudWatch shows most lines within ten seconds. */
const LATE_SECONDS = 60;

/** Which lines are known, as far back as there may be new ones. */
function createMemory(start: Date, now: () => number) {
  const known = new Map<string, string>();
  let newest = start.getTime();
  const since = () => new Date(Math.max(start.getTime(), newest - LATE_SECONDS * 1000));
  return {
    since,
    /** Those that were not there before; from now on they were. */
    unknown(lines: readonly KnownLine[]): readonly KnownLine[] {
      const fresh = lines.filter(({ id }) => !known.has(id));
      for (const { id, time } of fresh) {
        known.set(id, time);
        // A clock that is fast must not hide what comes after it.
        newest = Math.max(newest, Math.min(Date.parse(time), now()));
      }
      const oldest = since().toISOString();
      for (const [id, time] of known) if (time < oldest) known.delete(id);
      return fresh;
    },
  };
}
