import { adopt as adoptPipeline } from '../adopt/adopt.ts';
import { adoptedNames } from '../adopt/adopted-names.ts';
import { findPipeline } from '../adopt/find-pipeline.ts';
import { keepOldCode } from '../adopt/keep-old-code.ts';
import { valueIn } from '../adopt/part.ts';
import { type Adoption, planAdoption } from '../adopt/plan-adoption.ts';
import { allClients } from '../clients.ts';
import { CONFIG_FILE } from '../config.ts';
import { keptDocuments } from '../kept-documents.ts';
import { adoptionLines, oldRowsLines, replacesCode } from '../report/adoption.ts';
import { confirm } from '../report/confirm.ts';
import { plural } from '../report/format.ts';
import { reportSteps } from '../report/steps.ts';
import { openSession } from '../target/session.ts';
import { type Call, command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions, setupEndOptions, setupOptions } from './options.ts';
import { concludeSetup, outcomeText } from './setup-outcome.ts';
import { verifyAfterSetup } from './verify-after-setup.ts';

export const adopt = command({
  options: {
    ...nameOptions,
    bucket: { ...nameOptions.bucket, summary: 'the bucket of the pipeline' },
    function: { ...nameOptions.function, summary: 'its function, if not the one that the bucket runs' },
    table: { ...nameOptions.table, summary: 'its table, if not the one that the function names' },
    withBucket: { type: 'flag', summary: 'let filepipe own and set up the bucket too' },
    dryRun: { type: 'flag', summary: 'show what would be done, and do none of it' },
    ...setupOptions,
    ...setupEndOptions,
  },
  examples: [
    ['filepipe adopt --bucket my-uploads --dry-run', 'what it would come to'],
    ['filepipe adopt --bucket my-uploads', 'a pipeline, by its bucket'],
    ['filepipe adopt --function FilesProcessed', 'the same, by its function'],
  ],
  notes: `Takes a pipeline that was made by hand under filepipe's management: finds its
parts, shows what would change, asks, tags what becomes filepipe's, and sets up
the rest. The code of the function is replaced by filepipe's. The rows of the
table stay, and get what list-metadata finds them by.

The bucket stays yours unless --with-bucket is given: filepipe then replaces its
trigger and nothing else, and a teardown leaves the bucket and its files alone.
With --with-bucket it also becomes private, versioned and TLS only, and belongs
to what teardown --delete-data deletes.

filepipe policy adopter prints the rights that this takes; what may not be looked at
is left out.`,
  outlivesReader: true,
  interrupted: 'What was done stays: the same filepipe adopt carries on.',
  async run(call) {
    const { terminal, options } = call;
    const session = await openSession(call);
    const { target, install } = session;
    const control = { ...call.control, keep: keptDocuments(call, target.accountId).keep };
    const clients = await allClients(target);
    const found = await findPipeline(clients, target, options, control);
    const overrides = adoptedNames(found, target, install, options.table);
    const settings = await installSettings(clients, { ...session, overrides }, options, call.config);
    const adoption = await planAdoption(clients, target, found, settings, options, control);
    await show(call, adoption);
    if (options.dryRun) return 0;
    await agreeOn(call, adoption, target.label);
    await saveCode(call, adoption);
    await session.remember(overrides);
    const steps = await reportSteps(terminal);
    const work = adoptPipeline(clients, target, adoption, control, steps.event);
    const result = await work.finally(steps.close);
    const verified = await verifyAfterSetup(call, clients, session, settings, result);
    if (terminal.json) {
      const document = { event: 'result', ...result, ...verified.told, config: overrides };
      await terminal.out.write(`${JSON.stringify(document)}\n`);
    } else await terminal.out.write(outcomeText(result));
    for (const line of oldRowsLines(result.oldRows)) terminal.tell(line);
    terminal.tell(`for good, put this into ${CONFIG_FILE}:\n  ${JSON.stringify(overrides)}`);
    concludeSetup(terminal, result, verified.error);
    terminal.tell('next: filepipe upload <file>');
    return 0;
  },
});

async function show({ terminal }: Pick<Call, 'terminal'>, adoption: Adoption): Promise<void> {
  if (terminal.json) {
    const { claims, borrowedBucket, replacedTriggers, changes, leftovers } = adoption;
    const document = { event: 'plan', claims, borrowedBucket, replacedTriggers, changes, leftovers };
    await terminal.out.write(`${JSON.stringify(document)}\n`);
  } else await terminal.out.write(`${adoptionLines(terminal.out, adoption).join('\n')}\n\n`);
}

/** Nothing is asked when there is nothing left to do. */
async function agreeOn(
  { terminal, control, options }: Pick<Call, 'terminal' | 'control' | 'options'>,
  adoption: Adoption,
  place: string,
): Promise<void> {
  const { claims, changes, settings } = adoption;
  const untagged = claims.filter(({ tagged }) => !tagged).length;
  if (untagged + changes.length === 0) return;
  const code = replacesCode(adoption) ? ', and replaces the code of the function' : '';
  const consequence = `this makes ${plural(untagged, 'thing')} part of install ${settings.install} on ${place}, changes or makes ${changes.length}${code}`;
  await confirm(terminal, { consequence, yes: options.yes }, control.signal);
}

async function saveCode(
  { terminal, control, cwd }: Pick<Call, 'terminal' | 'control' | 'cwd'>,
  adoption: Adoption,
) {
  const lambda = valueIn(adoption.pipeline.function);
  if (lambda === undefined || !replacesCode(adoption)) return;
  const file = await keepOldCode(lambda, cwd, control.signal);
  terminal.tell(
    file === undefined
      ? `the code of ${lambda.name} could not be saved: AWS does not hand it out`
      : `the code of ${lambda.name} is saved in ${file}`,
  );
}
