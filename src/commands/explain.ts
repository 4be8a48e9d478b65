import { allClients } from '../clients.ts';
import { explainSteps } from '../explain/explain-steps.ts';
import { findSteps } from '../explain/find-steps.ts';
import { settingsFrom } from '../provision/settings.ts';
import { explanationText } from '../report/explanations.ts';
import { isExample, resolveOrExample } from '../target/example-target.ts';
import { openSession } from '../target/session.ts';
import { command } from './command.ts';
import { givenSettings, installSettings } from './install-settings.ts';
import { nameOptions, setupOptions } from './options.ts';

export const explain = command({
  arguments: { step: { count: 'optional', summary: 'which one, such as trigger; all when left out' } },
  options: { ...nameOptions, ...setupOptions },
  examples: [
    ['filepipe explain', 'every step of the pipeline'],
    ['filepipe explain trigger', 'one of them'],
    ['filepipe explain api-key --api-auth key', 'one that has to be asked for'],
  ],
  notes: `Nothing is changed, and no account is needed: without one, everything is shown for
an example account.`,
  async run(call) {
    const { terminal, control, args, options, config } = call;
    const session = await openSession(call, resolveOrExample);
    const { target, install } = session;
    const example = isExample(target);
    if (example) terminal.tell(`${target.insteadOf.message}: what follows is for an example account`);
    const settings = example
      ? settingsFrom(await givenSettings(session, options, config))
      : await installSettings(await allClients(target), session, options, config);
    const all = await explainSteps(target, settings, control);
    const wanted =
      args.step === undefined
        ? undefined
        : findSteps(
            args.step,
            all.map(({ step }) => step),
          );
    const steps = wanted === undefined ? all : all.filter(({ step }) => wanted.includes(step));
    if (terminal.json) {
      const { accountId, region } = target;
      await terminal.out.write(`${JSON.stringify({ accountId, region, install, example, steps })}\n`);
      return 0;
    }
    for (const [index, step] of steps.entries()) {
      await terminal.out.write(`${index === 0 ? '' : '\n'}${explanationText(terminal.out, step)}`);
    }
    terminal.tell('next: filepipe setup --script setup.sh for all commands in one file');
    return 0;
  },
});
