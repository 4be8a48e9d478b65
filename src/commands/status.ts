import { allClients } from '../clients.ts';
import { inventory } from '../provision/inventory.ts';
import { thingLines } from '../report/things.ts';
import { openSession } from '../target/session.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions, setupOptions } from './options.ts';

/** Exit code of `--check` when something differs. */
const DIFFERENT = 4;

export const status = command({
  options: {
    ...nameOptions,
    ...setupOptions,
    check: {
      type: 'flag',
      summary: "exit with 4 when something is missing, changed, somebody else's or unwell",
    },
  },
  examples: [
    ['filepipe status', 'every part and how it is'],
    ['filepipe status --json', 'as one document'],
  ],
  async run(call) {
    const { terminal, control, options } = call;
    const session = await openSession(call);
    const { target, install } = session;
    const clients = await allClients(target);
    const settings = await installSettings(clients, session, options, call.config);
    const { things, apiUrl } = await inventory(clients, target, settings, control);
    const differing = things.filter(({ changes }) => changes.length > 0);
    const unwell = things.filter(({ presence, health }) => presence === 'foreign' || health?.ok === false);
    if (terminal.json) {
      const { label, accountId, region } = target;
      const document = { target: label, accountId, region, install, apiUrl, things };
      await terminal.out.write(`${JSON.stringify(document)}\n`);
    } else {
      const lines = thingLines(terminal.out, things);
      const urls =
        apiUrl === undefined ? [] : ['', `upload  POST ${apiUrl}/upload`, `query   GET ${apiUrl}/files`];
      await terminal.out.write(`${[...lines, ...urls].join('\n')}\n`);
    }
    if (things.every(({ presence }) => presence === 'absent'))
      terminal.tell('nothing is set up: filepipe setup');
    else if (differing.length > 0) terminal.tell('what differs is put right by: filepipe setup');
    return options.check && differing.length + unwell.length > 0 ? DIFFERENT : 0;
  },
});
