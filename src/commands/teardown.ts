import { allClients } from '../clients.ts';
import type { Control } from '../control.ts';
import { PartlyDoneError, UnchangedError, UsageError } from '../errors.ts';
import { keptDocuments } from '../kept-documents.ts';
import { isAnythingAtStake } from '../provision/data-at-stake.ts';
import { planTeardown, type TeardownOptions } from '../provision/teardown.ts';
import { confirm } from '../report/confirm.ts';
import { plural } from '../report/format.ts';
import { receiptText } from '../report/receipt.ts';
import { teardownPlanLines } from '../report/teardown-plan.ts';
import { reportTeardown } from '../report/teardown-report.ts';
import { openSession } from '../target/session.ts';
import { type Call, command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions } from './options.ts';

export const teardown = command({
  options: {
    ...nameOptions,
    deleteData: { type: 'flag', summary: 'delete the files and their metadata as well' },
    keepData: { type: 'flag', summary: 'keep bucket and table; a later setup takes them up again' },
  },
  examples: [
    ['filepipe teardown', 'asks first, and refuses while there is data'],
    ['filepipe teardown --delete-data --yes', 'everything, without a question'],
    ['filepipe teardown --keep-data', 'all but bucket and table'],
  ],
  outlivesReader: true,
  interrupted: 'What is gone is gone: filepipe teardown carries on, filepipe setup puts it back.',
  async run(call) {
    const { terminal, control, options } = call;
    const { deleteData, keepData } = options;
    if (deleteData && keepData) {
      throw new UsageError('--delete-data and --keep-data exclude each other', {
        hint: 'choose one of them',
      });
    }
    const choice = { deleteData, keepData, ...(options.yes ? { countingSeconds: UNREAD_SECONDS } : {}) };
    const { plan, install } = await unchanged(control, agreed(call, choice));
    const started = control.now();
    const report = await reportTeardown(terminal);
    const receipt = await plan.carryOut(report.event, report.emptying).finally(report.close);
    const seconds = (control.now() - started) / 1000;
    if (terminal.json) {
      await terminal.out.write(`${JSON.stringify({ event: 'result', install, ...receipt, seconds })}\n`);
    } else await terminal.out.write(receiptText(terminal.out, receipt, { install, seconds }));
    if (receipt.left.length > 0) {
      throw new PartlyDoneError(`${plural(receipt.left.length, 'thing')} left`, {
        hint: receipt.left[0]?.remedy ?? 'run the command again',
      });
    }
    return 0;
  },
});

/** How long what will be lost is counted when nobody is asked whether it may be. */
const UNREAD_SECONDS = 1;

type Request = Pick<
  Call,
  'terminal' | 'control' | 'options' | 'config' | 'layers' | 'env' | 'cwd' | 'homeDir'
>;

/** What the user has seen and agreed to; there is no question when nothing is to be removed. */
async function agreed(call: Request, choice: TeardownOptions) {
  const { terminal, options } = call;
  const session = await openSession(call);
  const { target, install } = session;
  const control = { ...call.control, keep: keptDocuments(call, target.accountId).keep };
  const clients = await allClients(target);
  const settings = await installSettings(clients, session, {}, call.config);
  const plan = await planTeardown(clients, target, settings, choice, control);
  if (plan.removes.length === 0) return { plan, install };
  for (const line of teardownPlanLines(terminal.err, plan)) terminal.tell(line);
  const extent = isAnythingAtStake(plan.data) ? ', with all its data' : '';
  const place = `${target.label}, ${target.region}`;
  const consequence = `this removes ${plural(plan.removes.length, 'thing')} of install ${install} from ${place}${extent}`;
  const word = isAnythingAtStake(plan.data) ? { word: install } : {};
  await confirm(terminal, { consequence, yes: options.yes, ...word }, control.signal);
  return { plan, install };
}

/** Ctrl-C has changed nothing yet. */
async function unchanged<T>({ signal }: Control, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw signal.aborted ? new UnchangedError({ cause }) : cause;
  }
}
