import { allClients } from '../clients.ts';
import { estimate } from '../cost/estimate.ts';
import { plan as planSetup } from '../provision/setup.ts';
import { costSummary } from '../report/costs.ts';
import { plural } from '../report/format.ts';
import { thingLines } from '../report/things.ts';
import { openSession } from '../target/session.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions, setupOptions } from './options.ts';

/** Exit code of `--check` when something differs. */
const DIFFERENT = 4;

export const plan = command({
  options: {
    ...nameOptions,
    ...setupOptions,
    check: { type: 'flag', summary: 'exit with 4 when there is something to change' },
  },
  examples: [
    ['filepipe plan', 'what setup would do'],
    ['filepipe plan --check --quiet', 'in a script: is everything as it should be?'],
  ],
  async run(call) {
    const { terminal, control, options } = call;
    const session = await openSession(call);
    const clients = await allClients(session.target);
    const settings = await installSettings(clients, session, options, call.config);
    const things = await planSetup(clients, session.target, settings, control);
    const costs = estimate(settings);
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ changes: things, costs })}\n`);
    else for (const line of thingLines(terminal.out, things)) await terminal.out.write(`${line}\n`);
    terminal.tell(
      things.length === 0
        ? 'everything is as it should be'
        : `${plural(things.length, 'thing')} would change`,
    );
    terminal.tell(costSummary(costs));
    return options.check && things.length > 0 ? DIFFERENT : 0;
  },
});
