import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { Target } from '../target/target.ts';
import { abortable } from './engine/abortable.ts';
import { type Report, runSteps } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import { apiUrlIn, inventory, type Looked, lookAtAll, type Thing, thingOf } from './inventory.ts';
import { type Arns, arnsOf, type Names, namesOf } from './names.ts';
import { notOurs } from './ownership.ts';
import { pipeline } from './pipeline.ts';
import { findApiKey } from './resources/api-key.ts';
import { codeArchive, shippedCodeFile } from './resources/code-archive.ts';
import { rollBack } from './roll-back.ts';
import type { Settings } from './settings.ts';

export interface SetupOptions {
  /** The archive of the function's code. Default: what comes with filepipe. */
  readonly codeFile?: string;
  /** What becomes of what was made before something failed. Default: `keep`, so that the next setup carries on. */
  readonly onFailure?: 'keep' | 'rollback';
  /** How many things are worked on at the same time. Default: as many as do not wait for each other. */
  readonly concurrency?: number;
}

export interface SetupResult {
  /** What was made, changed or removed, and how; empty when all was as it should be. */
  readonly changed: readonly Thing[];
  /** What differs again although it was set up: somebody else is changing it. */
  readonly unsettled: readonly Thing[];
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
 * differs, then looks again, and once more sets right what somebody else changed meanwhile: of two setups at
 * the same time the last one counts. Fails before the first write when something is in the way.
 */
export async function setup(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  report: Report,
  options: SetupOptions = {},
): Promise<SetupResult> {
  const aws = abortable(clients, control.signal);
  const code = await codeArchive(options.codeFile ?? shippedCodeFile);
  const steps = pipeline(aws, target, settings, code);
  const atFirst = await lookAtAll(steps, control.signal);
  refuseIfBlocked(atFirst, settings.install);
  const { changed, found } = await converge(atFirst);
  const names = namesOf(target, settings);
  const apiKey = settings.apiAuth === 'key' ? await findApiKey(aws, names.apiKey) : undefined;
  const mail = found.find(({ step }) => step.name === 'alarm mail');
  return {
    changed,
    unsettled: differing(found),
    names,
    arns: arnsOf(target, names),
    apiUrl: apiUrlIn(found.map(thingOf), target, names.stage) ?? '',
    ...(apiKey?.id === undefined ? {} : { apiKeyId: apiKey.id }),
    ...(mail?.look.health?.ok === false ? { unconfirmedEmail: settings.alarmEmail } : {}),
  };

  async function converge(atFirst: readonly Looked[]) {
    const changed = new Map<string, Thing>();
    let found = atFirst;
    for (let round = 1; round <= ROUNDS && differing(found).length > 0; round++) {
      const before = found;
      for (const thing of differing(before)) changed.set(thing.step, changed.get(thing.step) ?? thing);
      await settleAll(before);
      found = await lookAgain();
      if (sameChanges(before, found)) break;
    }
    return { changed: [...changed.values()], found };
  }

  /** What was just written may take a moment to be seen everywhere. */
  async function lookAgain(): Promise<readonly Looked[]> {
    let found = await lookAtAll(steps, control.signal);
    for (const pauseSeconds of [1, 2]) {
      if (differing(found).length === 0) break;
      await control.sleep(pauseSeconds, control.signal);
      found = await lookAtAll(steps, control.signal);
    }
    return found;
  }

  async function settleAll(looks: readonly Looked[]): Promise<void> {
    const lookOf = new Map(looks.map(({ step, look }) => [step, look]));
    const work = async (step: Step, stepControl: Control) => {
      const look = lookOf.get(step) ?? (await step.look());
      if (look.changes.length === 0) return { state: 'unchanged', changes: [] } as const;
      await look.settle(stepControl);
      return { state: 'done', changes: look.changes } as const;
    };
    const { concurrency = Number.POSITIVE_INFINITY } = options;
    try {
      await runSteps({ verb: 'set up', steps, direction: 'forwards', concurrency, work }, control, report);
    } catch (error) {
      if (options.onFailure !== 'rollback' || control.signal.aborted) throw error;
      throw await rollBack(error, looks, control, report);
    }
  }
}

/** What setup would change or cannot, in its order, without changing any of it; empty when there is nothing to do. */
export async function plan(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  codeFile = shippedCodeFile,
): Promise<readonly Thing[]> {
  const { things } = await inventory(clients, target, settings, control, codeFile);
  return things.filter(
    ({ changes, presence, obstacle }) =>
      changes.length > 0 || presence === 'foreign' || obstacle !== undefined,
  );
}

/** The first sets up; the second answers somebody else's changes, the third what the second met. */
const ROUNDS = 3;

function differing(found: readonly Looked[]): Thing[] {
  return found.map(thingOf).filter(({ changes }) => changes.length > 0);
}

/** Whether a round achieved nothing: an endpoint that does not keep what it is told would be told for ever. */
function sameChanges(before: readonly Looked[], after: readonly Looked[]): boolean {
  const paths = (looks: readonly Looked[]) =>
    differing(looks).flatMap(({ step, changes }) => changes.map(({ path }) => `${step} ${path}`));
  const left = paths(after);
  const known = new Set(paths(before));
  return left.length > 0 && left.every((path) => known.has(path));
}

/** Everything that is in the way, told at once. */
function refuseIfBlocked(found: readonly Looked[], install: string): void {
  const theirs = found.filter(({ look }) => look.presence === 'foreign').map(({ step }) => step);
  if (theirs.length > 0) throw notOurs(theirs, install);
  const blocked = found.flatMap(({ step, look: { obstacle } }) =>
    obstacle === undefined ? [] : [{ step, obstacle }],
  );
  const [first] = blocked;
  if (first === undefined) return;
  const lines = blocked.map(({ step, obstacle }) => `${step.name} ${step.physicalName} ${obstacle.problem}`);
  throw new FilepipeError(`cannot set up install ${install}: ${lines.join('\n')}`, {
    hint: first.obstacle.hint,
  });
}
