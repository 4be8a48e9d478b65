import { PartlyDoneError } from '../errors.ts';
import { DIFFERENCES, type Sought } from '../reconcile/difference.ts';
import type { Finding } from '../reconcile/ledger.ts';
import type { ReconcileEvent } from '../reconcile/reconcile.ts';
import type { Reconciled } from '../reconcile/walk.ts';
import { plural } from './format.ts';
import { openSpinner } from './spinner.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** Tells of a reconciliation as it goes on. */
export interface ReconciliationReport {
  readonly event: (event: ReconcileEvent) => void;
  /** Takes the moving line away; call it whatever happened. */
  readonly close: () => void;
}

/** The progress on stderr and, if `each`, a line on stdout for each difference that is settled, as JSON if so wanted. */
export async function reportReconciliation(
  terminal: Terminal,
  { check, each }: { readonly check: boolean; readonly each: boolean },
): Promise<ReconciliationReport> {
  const spinner = await openSpinner(terminal);
  return {
    event(event) {
      if (event.event === 'settled') {
        if (each) void terminal.out.write(`${findingText(event.finding, check, terminal.json)}\n`);
        return;
      }
      const line = lineOf(event);
      if (line !== undefined) spinner.line(line);
      spinner.text(movingText(event));
    },
    close: () => spinner.close(),
  };
}

/** `1,204 names compared: 3 differences (2 missing, 1 orphaned), 3 repaired`. */
export function reconciledText({ compared, counts }: Reconciled, check: boolean): string {
  const parts = DIFFERENCES.flatMap((name) => (counts[name] ? [`${counts[name]} ${name}`] : []));
  const { repaired = 0, different = 0 } = counts;
  const total = totalOf({ counts });
  const names = `${plural(compared, 'name')} compared`;
  if (total === 0) return `${names}: bucket and table are equal`;
  const outcome = [`${repaired} repaired`, ...(different > 0 ? [`${different} still different`] : [])];
  return [`${names}: ${plural(total, 'difference')} (${parts.join(', ')})`, ...(check ? [] : outcome)].join(
    ', ',
  );
}

/** How many differences there were. */
export function totalOf({ counts }: Pick<Reconciled, 'counts'>): number {
  return DIFFERENCES.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

/** The whole of it as JSON has it. */
export function toldReconciled({ compared, counts }: Reconciled, sought: Sought, check: boolean): object {
  const differences = Object.fromEntries([...sought].map((name) => [name, counts[name] ?? 0]));
  const { repaired = 0, different = 0 } = counts;
  return { compared, differences, ...(check ? {} : { repaired, different }) };
}

/** What is said when rows differ although the function was called; undefined when none do. */
export function unrepaired(reconciled: Reconciled): PartlyDoneError | undefined {
  const { different = 0 } = reconciled.counts;
  if (different === 0) return undefined;
  const rows = different === 1 ? '1 row still differs' : `${plural(different, 'row')} still differ`;
  return reconciled.setupFirst
    ? new PartlyDoneError(`${rows}, and the function on AWS is not the one of this filepipe`, {
        hint: 'run filepipe setup first, then filepipe reconcile again',
      })
    : new PartlyDoneError(`${rows} from the bucket`, {
        hint: 'see why with filepipe logs --errors, and send what was given up again with filepipe redrive',
      });
}

function findingText(finding: Finding, check: boolean, json: boolean): string {
  if (json) return JSON.stringify({ event: 'difference', ...finding });
  const { key, difference, outcome } = finding;
  const shown = `${difference.padEnd(8)}  ${visible(key)}`;
  return check ? shown : `${outcome.padEnd(9)}  ${shown}`;
}

type Moving = Exclude<ReconcileEvent, { event: 'settled' }>;

/** What is worth a line that stays. */
function lineOf(event: Moving): string | undefined {
  if (event.event === 'resumed') {
    const where = event.after === undefined ? '' : `, behind ${visible(event.after)}`;
    return `going on where the run of ${event.startedAt} was stopped${where}`;
  }
  if (event.event !== 'waiting' || event.forEvents === 0) return undefined;
  const names = plural(event.forEvents, 'name');
  return `waiting up to ${event.graceSeconds} s for events that may be on their way: ${names}`;
}

function movingText(event: Moving): string {
  switch (event.event) {
    case 'resumed':
      return '';
    case 'copied':
      return `reading the table: ${plural(event.rows, 'row')}`;
    case 'compared':
      return `comparing: ${plural(event.names, 'name')}`;
    case 'waiting':
      return event.names === 0 ? '' : `${plural(event.names, 'name')} to be looked at again or repaired`;
  }
}
