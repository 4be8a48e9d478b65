import type { Clients } from '../clients.ts';
import type { FilepipeError } from '../errors.ts';
import type { SetupResult } from '../provision/setup.ts';
import { notebookFolder } from '../reconcile/notebook.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { soughtFrom } from '../reconcile/sought.ts';
import { hasUnknownFiles } from '../reconcile/unknown-files.ts';
import {
  reconciledText,
  reportReconciliation,
  toldReconciled,
  unrepaired,
} from '../report/reconciliation.ts';
import type { Session } from '../target/session.ts';
import type { Call } from './command.ts';
import { DEFAULT_RATE } from './options.ts';

interface Filled {
  /** For setup's own document; empty when nothing was filled in. */
  readonly told: { readonly backfill?: object };
  /** What the owner may do next. */
  readonly hint?: string;
  /** Set when some rows are still not right. */
  readonly error?: FilepipeError | undefined;
}

/**
 * Ends a setup with rows for what lies in the bucket already, if that is wanted and the pipeline works; else says
 * how to get them when there seems to be something.
 */
export async function backfillAfterSetup(
  call: Pick<Call, 'terminal' | 'control' | 'env' | 'homeDir'> & { readonly options: { backfill: boolean } },
  clients: Clients,
  { target }: Session,
  { names }: SetupResult,
  works: boolean,
): Promise<Filled> {
  const { terminal, control } = call;
  if (!call.options.backfill || !works) {
    // Only a hint, so whatever goes wrong with it is no failure of setup.
    const unknown = await hasUnknownFiles(clients, names, control.signal).catch(() => false);
    return {
      told: {},
      ...(unknown && { hint: 'the bucket holds files that are not in the table: filepipe reconcile' }),
    };
  }
  const sought = soughtFrom(undefined, false);
  const folder = notebookFolder(call, target, names.bucket);
  // That an event may be on its way is no reason to wait: a row that is written twice is written alike.
  const patience = { graceSeconds: 0, restart: false };
  const how = { prefix: '', sought, check: false, rate: DEFAULT_RATE, ...patience, folder };
  const report = await reportReconciliation(terminal, { check: false, each: false });
  const work = reconcile(clients, names, how, control, report.event);
  const reconciled = await work.finally(report.close);
  terminal.tell(reconciledText(reconciled, false));
  return { told: { backfill: toldReconciled(reconciled, sought, false) }, error: unrepaired(reconciled) };
}
