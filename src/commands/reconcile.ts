import { dynamoDbClient, lambdaClient, s3Client } from '../clients.ts';
import { namesOf } from '../provision/names.ts';
import { notebookFolder } from '../reconcile/notebook.ts';
import { reconcile as reconcileInstall } from '../reconcile/reconcile.ts';
import { soughtFrom } from '../reconcile/sought.ts';
import {
  reconciledText,
  reportReconciliation,
  toldReconciled,
  totalOf,
  unrepaired,
} from '../report/reconciliation.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { DEFAULT_RATE, nameOptions } from './options.ts';

/** Exit code of `--check` when something differs. */
const DIFFERENT = 4;

export const reconcile = command({
  options: {
    ...nameOptions,
    check: { type: 'flag', summary: 'change nothing; exit with 4 when there are differences' },
    prefix: { type: 'text', value: '<text>', summary: 'only names that begin with this' },
    only: { type: 'text', value: '<differences>', summary: 'missing,stale,orphaned,outdated,failed' },
    failed: { type: 'flag', summary: 'try files again that could not be understood' },
    rate: {
      type: 'number',
      value: '<files>',
      min: 1,
      max: 1000,
      summary: `repairs a second (${DEFAULT_RATE})`,
    },
    grace: {
      type: 'number',
      value: '<seconds>',
      min: 0,
      max: 3600,
      summary: 'how long an event may be on its way (60)',
    },
    restart: { type: 'flag', summary: 'do not go on where an earlier run was stopped' },
  },
  examples: [
    ['filepipe reconcile --check', 'does the table say what the bucket holds?'],
    ['filepipe reconcile', 'make it so'],
    ['filepipe reconcile --only missing --prefix 2026/', 'only files that have no row'],
  ],
  notes: `Missing is a file without a row, stale a row about other bytes or another version,
orphaned a row without a file; outdated rows were written by an older filepipe, and
failed ones say that their file could not be understood. No file and no row is deleted:
the row of a file that is gone says so from then on.`,
  interrupted: 'filepipe reconcile goes on there; --restart begins anew.',
  async run(call) {
    const { options, terminal, control } = call;
    const { check, prefix = '', rate = DEFAULT_RATE, grace: graceSeconds = 60, restart } = options;
    const sought = soughtFrom(options.only, options.failed);
    const { target, ...session } = await openInstall(call);
    const names = namesOf(target, session);
    const folder = notebookFolder(call, target, names.bucket);
    const [s3, dynamodb, lambda] = await Promise.all([
      s3Client(target),
      dynamoDbClient(target),
      lambdaClient(target),
    ]);
    const how = { check, prefix, sought, rate, graceSeconds, restart, folder };
    const report = await reportReconciliation(terminal, { check, each: true });
    const work = reconcileInstall({ s3, dynamodb, lambda }, names, how, control, report.event);
    const reconciled = await work.finally(report.close);
    if (terminal.json) {
      const result = { event: 'result', ...toldReconciled(reconciled, sought, check) };
      await terminal.out.write(`${JSON.stringify(result)}\n`);
    }
    terminal.tell(reconciledText(reconciled, check));
    const error = unrepaired(reconciled);
    if (error !== undefined) throw error;
    return check && totalOf(reconciled) > 0 ? DIFFERENT : 0;
  },
});
