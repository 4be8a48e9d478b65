import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Target } from '../target/target.ts';
import { abortable } from './engine/abortable.ts';
import { type Report, runSteps } from './engine/run-steps.ts';
import { findApiUrl, inventory, type Looked, lookAtAll, type Thing, thingOf } from './inventory.ts';
import { type Arns, arnsOf, type Names, namesOf } from './names.ts';
import { notOurs } from './ownership.ts';
import { pipeline } from './pipeline.ts';
import { findApiKey } from './resources/api-key.ts';
import { codeArchive, shippedHandler } from './resources/code-archive.ts';
import type { Settings } from './settings.ts';

export interface SetupResult {
  /** What was made, changed or removed, and how; empty when all was as it should be. */
  readonly changed: readonly Thing[];
  readonly names: Names;
  readonly arns: Arns;
  /** The base URL of the deployed API, to which `/upload` is added. */
  readonly apiUrl: string;
  /** Only when the API takes a key. Its value is asked for separately. */
  readonly apiKeyId?: string;
  /** The address that gets no alarms until it follows the link in AWS's first mail. */
  readonly unconfirmedEmail?: string;
}

/**
 * Makes the install what the settings say, from nothing or from any half-finished state; writes only what
 * differs. Fails before the first write when something of its name is somebody else's.
 */
export async function setup(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  report: Report,
  handlerFile = shippedHandler,
): Promise<SetupResult> {
  const aws = abortable(clients, control.signal);
  const steps = pipeline(aws, target, settings, await codeArchive(handlerFile));
  const found = await lookAtAll(steps, control.signal);
  refuseForeign(found, settings.install);
  const looks = new Map(found.map(({ step, look }) => [step.name, look]));
  await runSteps(
    {
      verb: 'set up',
      steps,
      direction: 'forwards',
      async work(step, stepControl) {
        const look = looks.get(step.name) ?? (await step.look());
        if (look.changes.length === 0) return { state: 'unchanged', changes: [] };
        await look.settle(stepControl);
        return { state: 'done', changes: look.changes };
      },
    },
    control,
    report,
  );
  const names = namesOf(target, settings);
  const [apiUrl, apiKey, mail] = await Promise.all([
    findApiUrl(aws, target, settings),
    settings.apiAuth === 'key' ? findApiKey(aws, names.apiKey) : undefined,
    steps.find(({ name }) => name === 'alarm mail')?.look(),
  ]);
  return {
    changed: found.map(thingOf).filter(({ changes }) => changes.length > 0),
    names,
    arns: arnsOf(target, names),
    apiUrl: apiUrl ?? '',
    ...(apiKey?.id === undefined ? {} : { apiKeyId: apiKey.id }),
    ...(mail?.health?.ok === false ? { unconfirmedEmail: settings.alarmEmail } : {}),
  };
}

/** What setup would change, in its order, without changing any of it; empty when there is nothing to do. */
export async function plan(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  handlerFile = shippedHandler,
): Promise<readonly Thing[]> {
  const { things } = await inventory(clients, target, settings, control, handlerFile);
  return things.filter(({ changes, presence }) => changes.length > 0 || presence === 'foreign');
}

function refuseForeign(found: readonly Looked[], install: string): void {
  const theirs = found.filter(({ look }) => look.presence === 'foreign').map(({ step }) => step);
  if (theirs.length > 0) throw notOurs(theirs, install);
}
