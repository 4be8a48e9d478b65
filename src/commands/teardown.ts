import { allClients, type Clients } from '../clients.ts';
import { PartlyDoneError, UsageError } from '../errors.ts';
import { dataAtStake } from '../provision/data-at-stake.ts';
import { inventory } from '../provision/inventory.ts';
import type { Settings } from '../provision/settings.ts';
import { teardown as tearDown } from '../provision/teardown.ts';
import { confirm } from '../report/confirm.ts';
import { plural } from '../report/format.ts';
import { receiptText } from '../report/receipt.ts';
import { reportSteps } from '../report/steps.ts';
import { openSession, type Session } from '../target/session.ts';
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
    const session = await openSession(call);
    const clients = await allClients(session.target);
    const settings = await installSettings(clients, session, {}, call.config);
    await agreeOn(call, session, settings, clients, { deleteData, keepData });
    const steps = await reportSteps(terminal, { skipped: 'kept' });
    const choice = { deleteData, keepData };
    const work = tearDown(clients, session.target, settings, choice, control, steps.event);
    const receipt = await work.finally(steps.close);
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ event: 'result', ...receipt })}\n`);
    else await terminal.out.write(receiptText(receipt));
    if (receipt.left.length > 0) {
      throw new PartlyDoneError(`${plural(receipt.left.length, 'thing')} came back`, {
        hint: 'run the command again',
      });
    }
    return 0;
  },
});

/** Asks, unless there is nothing to remove, or data that the teardown refuses to remove without being told to. */
async function agreeOn(
  { terminal, control, options }: Pick<Call, 'terminal' | 'control' | 'options'>,
  { target, install }: Session,
  settings: Settings,
  clients: Clients,
  { deleteData, keepData }: { readonly deleteData: boolean; readonly keepData: boolean },
): Promise<void> {
  const [{ things }, { objectVersions, records }] = await Promise.all([
    inventory(clients, target, settings, control),
    dataAtStake(clients, target, settings),
  ]);
  const ours = things.filter(({ presence }) => presence === 'ours').length;
  const atStake = objectVersions + records > 0;
  if (ours === 0 || (atStake && !deleteData && !keepData)) return;
  const data = `, with ${plural(objectVersions, 'object version')} and ${plural(records, 'record')}`;
  const place = `${target.label}, ${target.region}`;
  const extent = keepData ? ' except bucket and table' : deleteData && atStake ? data : '';
  const consequence = `this removes ${plural(ours, 'thing')} of install ${install} from ${place}${extent}`;
  await confirm(terminal, { consequence, yes: options.yes }, control.signal);
}
