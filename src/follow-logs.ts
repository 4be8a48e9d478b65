import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Control } from './control.ts';
import { isErrorLine } from './error-line.ts';
import {
  byTime,
  type LogLine,
  type LogQuery,
  requiredPages,
  type StoredLine,
  withoutStorage,
} from './function-logs.ts';
import { createShownLines } from './shown-lines.ts';
import { waitFor } from './wait.ts';

/**
 * Shows the newest lines of a log group, and then every new one as it comes, until the signal ends it. Lines may
 * come in any order: each is shown once, behind what was shown before it. One that is a minute older than the newest
 * is found by the next look, one of eight minutes within half a minute, one of an hour within three and a half; the last
 * two only as far back as a look meets 100,000 lines.
 */
export async function followLogs(
  logs: CloudWatchLogsClient,
  query: LogQuery,
  show: (lines: readonly LogLine[]) => Promise<void>,
  control: Control,
): Promise<never> {
  const shown = createShownLines();
  const range = createRange(query.since, control.now);
  let limit = query.limit;
  return await waitFor<never>(control, POLLING, async () => {
    const fresh: StoredLine[] = [];
    for await (const page of requiredPages(
      logs,
      { group: query.group, since: range.next() },
      control.signal,
    )) {
      range.saw(page);
      const unknown = shown.add(page);
      fresh.push(...unknown.filter(({ message }) => !query.errorsOnly || isErrorLine(message)));
      fresh.sort(byTime);
      fresh.splice(0, fresh.length - limit);
    }
    shown.endLook();
    // Only what was there at first may be too much.
    limit = Number.POSITIVE_INFINITY;
    if (fresh.length > 0) await show(fresh.map(withoutStorage));
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
const USUALLY_LATE_SECONDS = 60;

/** Each eighth look goes back eight times as far, so that all kinds of looks together read as much. */
const STEP = 8;
const STEPS = 2;

/** Ten pages: more than that must not keep what is new waiting. */
const MAX_LINES_AGAIN = 100_000;

/** How far back each look goes: CloudWatch Logs finds lines by their own times only, not by when they came. */
function createRange(start: Date, now: () => number) {
  let newest = start.getTime();
  let looks = 0;
  let seconds = Number.POSITIVE_INFINITY;
  let lines = 0;
  return {
    /** The time from which the next look reads on. */
    next(): Date {
      if (looks > 0)
        seconds = Math.max(USUALLY_LATE_SECONDS, Math.min(depth(looks), MAX_LINES_AGAIN / rate()));
      looks += 1;
      lines = 0;
      return new Date(Math.max(start.getTime(), newest - seconds * 1000));
    },
    saw(page: readonly StoredLine[]): void {
      lines += page.length;
      // A clock that is fast must not hide what comes after it.
      for (const { time } of page) newest = Math.max(newest, Math.min(Date.parse(time), now()));
    },
  };

  /** Lines a second, by the last look. */
  function rate(): number {
    return lines / seconds;
  }
}

function depth(look: number): number {
  const steps = [...Array(STEPS).keys()].filter((step) => look % STEP ** (step + 1) === 0).length;
  return USUALLY_LATE_SECONDS * STEP ** steps;
}
