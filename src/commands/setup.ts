import { allClients } from '../clients.ts';
import { keptDocuments } from '../kept-documents.ts';
import type { Report } from '../provision/engine/run-steps.ts';
import { defaultSettings } from '../provision/settings.ts';
import { type SetupResult, setup as setUp } from '../provision/setup.ts';
import { formatSeconds, plural } from '../report/format.ts';
import { reportSteps } from '../report/steps.ts';
import { openSession } from '../target/session.ts';
import { backfillAfterSetup } from './backfill-after-setup.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions, setupEndOptions, setupOptions } from './options.ts';
import { concludeSetup, outcomeText } from './setup-outcome.ts';
import { verifyAfterSetup } from './verify-after-setup.ts';

export const setup = command({
  options: {
    ...nameOptions,
    ...setupOptions,
    ...setupEndOptions,
    backfill: { type: 'flag', summary: 'make rows for what lies in the bucket already, too' },
    onFailure: {
      type: 'choice',
      choices: ['keep', 'rollback'],
      summary: 'what becomes of what was made before something failed (keep)',
    },
    concurrency: {
      type: 'number',
      value: '<things>',
      min: 1,
      max: 64,
      summary: 'how many things at once; all that can by default',
    },
    script: {
      type: 'text',
      value: '<file>',
      summary: 'write it as a bash script of aws-cli commands instead, and set nothing up',
    },
  },
  examples: [
    ['filepipe setup', 'the whole pipeline, on AWS'],
    ['filepipe setup --local', 'the whole pipeline, on this machine'],
    ['filepipe setup --alarm-email you@example.com', 'with alarms by mail'],
    ['filepipe setup --name photos --region eu-central-1', 'a second one beside it'],
    ['filepipe setup --bucket my-files --backfill', 'for a bucket that is full already'],
    ['filepipe setup --script setup.sh', 'to be read, and run with aws-cli'],
  ],
  notes: notes(),
  outlivesReader: true,
  interrupted: 'What was made stays: filepipe setup carries on, filepipe teardown takes it away.',
  async run(call) {
    const { terminal, options } = call;
    const started = call.control.now();
    const session = await openSession(call);
    const clients = await allClients(session.target);
    const control = { ...call.control, keep: keptDocuments(call, session.target.accountId).keep };
    const settings = await installSettings(clients, session, call.options, call.config);
    if (options.script !== undefined) {
      // Brings an AWS of its own along, which takes time to load.
      const { writeSetupScript } = await import('./write-setup-script.ts');
      return await writeSetupScript(call, options.script, session.target, settings);
    }
    const steps = await reportSteps(terminal);
    const { onFailure = 'keep', concurrency } = options;
    // From the first step on, so that the next command finds what an interrupted or failed setup has made; of
    // one that is taken back there is nothing to find.
    let remembered: Promise<void> | undefined;
    const event: Report = (told) => {
      if (onFailure === 'keep') remembered ??= session.remember(settings.overrides);
      steps.event(told);
    };
    const how = { onFailure, ...(concurrency === undefined ? {} : { concurrency }) };
    const result = await setUp(clients, session.target, settings, control, event, how).finally(async () => {
      steps.close();
      if (control.signal.aborted) remembered ??= session.remember(settings.overrides);
      await remembered;
    });
    await (remembered ?? session.remember(settings.overrides));
    const verified = await verifyAfterSetup(call, clients, session, settings, result);
    const filled = await backfillAfterSetup(call, clients, session, result, verified.error === undefined);
    const told = { ...result, ...verified.told, ...filled.told };
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ event: 'result', ...told })}\n`);
    else await terminal.out.write(outcomeText(result));
    terminal.tell(`${changedText(result)} (${formatSeconds((control.now() - started) / 1000)})`);
    concludeSetup(terminal, result, verified.error ?? filled.error);
    if (filled.hint !== undefined) terminal.tell(filled.hint);
    terminal.tell('next: filepipe upload <file>');
    return 0;
  },
});

function notes(): string {
  const example = JSON.stringify({ alarms: defaultSettings.alarms }, null, 2);
  return `A setting that is not given stays as the last setup left it. filepipe.config.json
may hold any of them, and when alarms fire: from which count in a minute, or,
for the latency, from how many milliseconds. The defaults:
${example.replaceAll(/^/gm, '  ')}`;
}

function changedText({ changed }: SetupResult): string {
  return changed.length === 0
    ? 'everything was as it should be: nothing was changed'
    : `${plural(changed.length, 'thing')} set up`;
}
