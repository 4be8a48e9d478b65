import type { Emptying } from '../provision/remove-found.ts';
import { formatBytes, formatSeconds, plural } from './format.ts';
import { reportSteps, type StepReport } from './steps.ts';
import type { Terminal } from './terminal.ts';

/** Tells of a teardown as it happens. */
export interface TeardownReport extends StepReport {
  readonly emptying: (progress: Emptying) => void;
}

/** As `reportSteps`, and how far the bucket is emptied: on the moving line, or as an event with `--json`. */
export async function reportTeardown(terminal: Terminal): Promise<TeardownReport> {
  const steps = await reportSteps(terminal, { skipped: 'kept' });
  let next = EVERY_SECONDS;
  return {
    ...steps,
    emptying(progress) {
      if (terminal.json) void terminal.out.write(`${JSON.stringify({ event: 'emptying', ...progress })}\n`);
      else if (terminal.animated) steps.now('bucket', emptyingText(progress));
      else if (progress.elapsedSeconds >= next) {
        next = progress.elapsedSeconds + EVERY_SECONDS;
        terminal.tell(`    … ${emptyingText(progress)}`);
      }
    },
  };
}

/** Off a terminal, where lines stay. */
const EVERY_SECONDS = 15;

/** `emptying the bucket: 45,000 of 100,000 versions, 12,000 a second, 4.6 s left`. */
function emptyingText({ known, elapsedSeconds, ...emptied }: Emptying): string {
  const done = emptied.versions + emptied.deleteMarkers + emptied.uploads;
  const rate = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  // More than was counted before: nobody knows of how many.
  const total = known !== undefined && known >= done ? known : undefined;
  const count = total === undefined ? '' : `${done.toLocaleString('en-US')} of `;
  return [
    `emptying the bucket: ${count}${plural(total ?? done, 'version')}`,
    ...(rate > 0 ? [`${Math.round(rate).toLocaleString('en-US')}/s`] : []),
    ...(total !== undefined && rate > 0 && done < total
      ? [`${formatSeconds((total - done) / rate)} left`]
      : []),
    ...(emptied.bytes > 0 ? [formatBytes(emptied.bytes)] : []),
  ].join(', ');
}
