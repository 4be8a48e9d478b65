import type { Control } from '../control.ts';
import { copyTable } from './copy-table.ts';
import type { Sought } from './difference.ts';
import { type Notebook, openNotebook, type Progress } from './notebook.ts';
import { type Aws, type Install, type Reconciled, type WalkEvent, walk } from './walk.ts';

export interface ReconcileOptions {
  /** Only names that begin with this; empty for all. */
  readonly prefix: string;
  readonly sought: Sought;
  /** Look, and change nothing. */
  readonly check: boolean;
  /** Repairs a second, at most. */
  readonly rate: number;
  /** How long an event may be on its way before its object counts as missing. */
  readonly graceSeconds: number;
  /** Forget how far an interrupted run has come. */
  readonly restart: boolean;
  /** Where what it writes down is kept until it is done. */
  readonly folder: string;
}

export type ReconcileEvent =
  | { readonly event: 'resumed'; readonly startedAt: string; readonly after: string | undefined }
  | { readonly event: 'copied'; readonly rows: number }
  | WalkEvent;

/**
 * Compares every object of the bucket with its row, has the function repair what differs unless only `check` is
 * wanted, and tells each difference when it is settled.
 *
 * A table is read in no order, and a bucket in that of its names. So what counts of the rows is first copied into a
 * sorted file on this machine, some 150 bytes and the name for each, and then both are walked side by side: one Scan
 * and one listing, a few pages in memory however many files there are. To ask for the rows of each page of the
 * listing instead would cost ten times as much, since each counts as 4 KB, and would find no row without an object.
 *
 * Both sides move meanwhile, so the walk only finds suspects: each is looked at again, on both sides, before it is
 * called a difference. What was written down stays when it is interrupted, and the next run goes on there.
 */
export async function reconcile(
  aws: Aws,
  install: Install,
  options: ReconcileOptions,
  control: Control,
  report: (event: ReconcileEvent) => void,
): Promise<Reconciled> {
  const notebook = await openNotebook(options.folder);
  try {
    const about = aboutOf(install, options);
    const left = options.restart ? undefined : await notebook.progress();
    const progress = left?.about === about ? left : await begin(notebook, about, control);
    const { startedAt, after } = progress;
    if (progress === left) report({ event: 'resumed', startedAt, after });
    let copied = 0;
    await copyTable(aws.dynamodb, { ...install, ...options }, notebook, control.signal, (rows) => {
      copied += rows;
      report({ event: 'copied', rows: copied });
    });
    const reconciled = await walk(aws, install, options, { notebook, progress }, control, report);
    await notebook.remove();
    return reconciled;
  } finally {
    await notebook.close();
  }
}

/** Of two runs about the same, the second may go on where the first was stopped. */
function aboutOf(install: Install, { prefix, sought, check }: ReconcileOptions): string {
  return JSON.stringify({ ...install, prefix, sought: [...sought].toSorted(), check });
}

async function begin(notebook: Notebook, about: string, control: Control): Promise<Progress> {
  await notebook.clear();
  const progress = { about, startedAt: new Date(control.now()).toISOString(), compared: 0, counts: {} };
  await notebook.saveProgress(progress);
  return progress;
}
