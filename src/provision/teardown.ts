import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { Target } from '../target/target.ts';
import { COUNTED, dataAtStake } from './data-at-stake.ts';
import { emptyBucket } from './empty-bucket.ts';
import { abortable } from './engine/abortable.ts';
import { bucketNotEmpty, retrying } from './engine/retry.ts';
import { type Report, runSteps } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import { type Looked, lookAtAll, type Thing, thingOf } from './inventory.ts';
import { namesOf } from './names.ts';
import { pipeline } from './pipeline.ts';
import { ownedBucket } from './resources/bucket-aspects.ts';
import { noCode } from './resources/code-archive.ts';
import type { Settings } from './settings.ts';

export interface TeardownOptions {
  /** Deletes the files and their records. Without it a teardown with data at stake is refused. */
  readonly deleteData?: boolean;
  /** Keeps bucket and table with all that they hold; a later setup takes them up again. */
  readonly keepData?: boolean;
}

/** What became of everything that had the install's names; an absent thing is in none of the lists. */
export interface TeardownReceipt {
  readonly removed: readonly Thing[];
  /** Ours, and kept because that was asked for. */
  readonly kept: readonly Thing[];
  /** Somebody else's, and not touched. */
  readonly foreign: readonly Thing[];
  /** Still there at a second look, although it was removed. Empty, unless something brought it back. */
  readonly left: readonly Thing[];
  /** Versions and delete markers. */
  readonly deletedVersions: number;
}

/**
 * Removes everything that carries the install's tag, then looks again at all of it. Fails before the
 * first write when there is data and neither option says what is to become of it.
 */
export async function teardown(
  clients: Clients,
  target: Target,
  settings: Settings,
  options: TeardownOptions,
  control: Control,
  report: Report,
): Promise<TeardownReceipt> {
  const aws = abortable(clients, control.signal);
  const names = namesOf(target, settings);
  const steps = pipeline(aws, target, settings, noCode);
  const found = await lookAtAll(steps, control.signal);
  if (!options.deleteData && !options.keepData) await refuseLoss(aws, target, settings);
  const fate = new Map(found.map((it) => [it.step.name, fateOf(it, options)]));
  let deletedVersions = 0;
  await runSteps(
    {
      verb: 'tear down',
      steps,
      direction: 'backwards',
      async work(step, stepControl) {
        if (fate.get(step.name) === 'kept') return { state: 'skipped', changes: [] };
        if (!removes(step)) return { state: 'unchanged', changes: [] };
        if (step.name === 'bucket' && options.deleteData) await emptyAndRemove(step, stepControl);
        else await step.remove(stepControl);
        return {
          state: 'done',
          changes: [{ path: '', from: step.physicalName, to: undefined, action: 'remove' }],
        };
      },
    },
    control,
    report,
  );
  const left = await lookAgain();
  const leftSteps = left.map(({ step }) => step.name);
  const withFate = (wanted: Fate) => found.filter(({ step }) => fate.get(step.name) === wanted);
  return {
    removed: withFate('removed')
      .filter(({ step }) => !leftSteps.includes(step.name))
      .map(thingOf),
    kept: withFate('kept').map(thingOf),
    foreign: withFate('foreign').map(thingOf),
    left: left.map(thingOf),
    deletedVersions,
  };

  /**
   * What is still there, or there again. Deletions take a moment to be seen everywhere; and the function's
   * last lines may bring its log group back, where its role allows that.
   */
  async function lookAgain(): Promise<Looked[]> {
    let found = await stillThere();
    for (const pauseSeconds of [1, 2, 4, 8, 15]) {
      if (found.length === 0) break;
      await control.sleep(pauseSeconds, control.signal);
      const reborn = found.find(({ step }) => step.name === 'log group' && removes(step));
      await reborn?.step.remove(control);
      found = await stillThere();
    }
    return found;
  }

  async function stillThere(): Promise<Looked[]> {
    const looks = await lookAtAll(steps, control.signal);
    return looks.filter(({ step, look }) => {
      if (removes(step)) return look.presence !== 'absent';
      return fate.get(step.name) === 'none' && look.presence === 'ours';
    });
  }

  function removes(step: Step): boolean {
    return fate.get(step.name) === 'removed';
  }

  /** Files that arrive while the bucket is emptied are emptied out as well. */
  async function emptyAndRemove(step: Step, stepControl: Control): Promise<void> {
    const wait = { what: `bucket ${names.bucket} to stay empty`, timeoutSeconds: 600 };
    await retrying(stepControl, wait, bucketNotEmpty, async () => {
      const owned = ownedBucket({ name: names.bucket, accountId: target.accountId });
      deletedVersions += await emptyBucket(aws, owned, stepControl);
      await step.remove(stepControl);
    });
  }
}

type Fate = 'none' | 'removed' | 'kept' | 'foreign';

/** What is to become of what was found. */
function fateOf({ step, look }: Looked, { keepData }: TeardownOptions): Fate {
  if (look.presence === 'absent') return 'none';
  if (look.presence !== 'ours') return 'foreign';
  return step.holdsData && keepData ? 'kept' : 'removed';
}

async function refuseLoss(aws: Clients, target: Target, settings: Settings): Promise<void> {
  const { objectVersions, records } = await dataAtStake(aws, target, settings);
  if (objectVersions === 0 && records === 0) return;
  const { bucket, table } = namesOf(target, settings);
  const count = (number: number) => (number >= COUNTED ? `at least ${number}` : `${number}`);
  throw new FilepipeError(
    `bucket ${bucket} holds ${count(objectVersions)} object versions and table ${table} ${count(records)} records`,
    {
      hint: 'delete them with: filepipe teardown --delete-data, or keep both with: filepipe teardown --keep-data',
    },
  );
}
