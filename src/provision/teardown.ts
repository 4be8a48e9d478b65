import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { Target } from '../target/target.ts';
import { type DataAtStake, dataAtStake, isAnythingAtStake } from './data-at-stake.ts';
import { abortable } from './engine/abortable.ts';
import type { Report } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import { executionLogs } from './execution-logs.ts';
import { type Looked, lookAtAll, type Thing, thingOf } from './inventory.ts';
import { namesOf } from './names.ts';
import { pipeline } from './pipeline.ts';
import { type LeftThing, type Proof, proveGone } from './prove-gone.ts';
import { refuseLoss } from './refuse-loss.ts';
import { type Emptying, type Fate, removeFound } from './remove-found.ts';
import { ownedBucket } from './resources/bucket-aspects.ts';
import { noCode } from './resources/code-archive.ts';
import type { Settings } from './settings.ts';

export interface TeardownOptions {
  /** Deletes the files and their records. Without it a teardown with data at stake is refused. */
  readonly deleteData?: boolean;
  /** Keeps bucket and table with all that they hold; a later setup takes them up again. */
  readonly keepData?: boolean;
  /** How long data is counted that is to be lost; 3 by default. */
  readonly countingSeconds?: number;
}

/** What a teardown would do; nothing has been changed yet. */
export interface TeardownPlan {
  readonly removes: readonly Thing[];
  /** Ours, and kept because that was asked for. */
  readonly keeps: readonly Thing[];
  /** Somebody else's. */
  readonly foreign: readonly Thing[];
  /** What deleting bucket and table loses; zeros where they are kept. */
  readonly data: DataAtStake;
  /** Does it. `emptying` is told how far the deletion of the bucket's contents has come. */
  carryOut(report: Report, emptying?: (progress: Emptying) => void): Promise<TeardownReceipt>;
}

/** What this teardown did, and what it found when it looked again. */
export interface TeardownReceipt {
  readonly removed: readonly Thing[];
  /** Not there already when this teardown looked: an earlier one removed it, or it never was. */
  readonly alreadyGone: readonly Thing[];
  readonly kept: readonly Thing[];
  readonly foreign: readonly Thing[];
  /** Not to be removed by anybody; AWS itself lets go of it in time. */
  readonly expiring: readonly Thing[];
  /** Still there at the last look, by its name or by its tag. */
  readonly left: readonly LeftThing[];
  /** Versions and delete markers. */
  readonly deletedVersions: number;
  readonly deletedUploads: number;
  readonly deletedBytes: number;
  /** As counted before the table was deleted; `at least` where that was cut short. */
  readonly deletedRecords: number;
  readonly deletedRecordsCounted: boolean;
  readonly tagSearch: Proof['tagSearch'];
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
  const plan = await planTeardown(clients, target, settings, options, control);
  return await plan.carryOut(report);
}

/** Looks at what there is to tear down, and fails as `teardown` does when there is data nobody spoke of. */
export async function planTeardown(
  clients: Clients,
  target: Target,
  settings: Settings,
  options: TeardownOptions,
  control: Control,
): Promise<TeardownPlan> {
  const aws = abortable(clients, control.signal);
  const names = namesOf(target, settings);
  const found = await lookAtEverything();
  refuseOtherNames(found);
  const fates = new Map(found.map((it) => [it.step.name, fateOf(it, options)]));
  const withFate = (...wanted: Fate[]) => found.filter(({ step }) => wanted.includes(fateOfStep(step)));
  const bucket = ownedBucket({ name: names.bucket, accountId: target.accountId });
  const holders = {
    bucket: fates.get('bucket') === 'removed' ? bucket : undefined,
    table: fates.get('table') === 'removed' ? names.table : undefined,
  };
  const { countingSeconds = COUNTING_SECONDS } = options;
  const data = await dataAtStake(aws, holders, countingSeconds, control);
  if (!options.deleteData && isAnythingAtStake(data)) throw refuseLoss(names, data);
  return {
    removes: withFate('removed', 'expiring').map(thingOf),
    keeps: withFate('kept').map(thingOf),
    foreign: withFate('foreign').map(thingOf),
    data,
    carryOut,
  };

  /** The pipeline, and the log groups that AWS made for its API. */
  async function lookAtEverything(): Promise<Looked[]> {
    const known = await lookAtAll(pipeline(aws, target, settings, noCode), control.signal);
    const api = known.find(({ step, look }) => step.name === 'api' && look.presence === 'ours');
    const apiId = api?.look.arn?.split('/').at(-1);
    if (apiId === undefined) return known;
    const logs = await executionLogs(aws, settings.install, apiId);
    return [...known, ...(await lookAtAll(logs, control.signal))];
  }

  function fateOfStep(step: Step): Fate {
    return fates.get(step.name) ?? 'none';
  }

  async function carryOut(
    report: Report,
    emptying: (progress: Emptying) => void = () => {},
  ): Promise<TeardownReceipt> {
    const known = data.bucketCounted ? data.versions + data.deleteMarkers + data.uploads : undefined;
    const contents = options.deleteData ? { bucket, known } : undefined;
    const removal = await removeFound(
      aws,
      { found, fateOf: fateOfStep, contents },
      control,
      report,
      emptying,
    );
    control.signal.throwIfAborted();
    const { ends, emptied, failure } = removal;
    const proof = await proveGone(aws, {
      found,
      settings,
      control,
      removes: (step) => fateOfStep(step) === 'removed',
      isOursAnyway: (step) => fateOfStep(step) === 'none',
      ends,
    }).catch((error: unknown) => {
      control.signal.throwIfAborted();
      throw failure ?? error;
    });
    const leftSteps = proof.left.map(({ step }) => step);
    return {
      removed: withFate('removed')
        .map(thingOf)
        .filter(({ step }) => !leftSteps.includes(step)),
      alreadyGone: withFate('none')
        .map(thingOf)
        .filter(({ changes }) => changes.length > 0),
      kept: withFate('kept').map(thingOf),
      foreign: withFate('foreign').map(thingOf),
      expiring: withFate('expiring').map(thingOf),
      left: proof.left,
      deletedVersions: emptied.versions + emptied.deleteMarkers,
      deletedUploads: emptied.uploads,
      deletedBytes: emptied.bytes,
      deletedRecords: ends.get('table')?.state === 'done' ? data.records : 0,
      deletedRecordsCounted: data.tableCounted,
      tagSearch: proof.tagSearch,
    };
  }
}

/** Nobody waits longer before a question to be told how much it is. */
const COUNTING_SECONDS = 3;

/** What is to become of what was found. */
function fateOf({ step, look }: Looked, { keepData }: TeardownOptions): Fate {
  if (look.presence === 'absent') return 'none';
  if (look.presence !== 'ours') return 'foreign';
  if (step.holdsData && keepData) return 'kept';
  return isUnconfirmedMail({ step, look }) ? 'expiring' : 'removed';
}

/**
 * AWS gives a subscription its ARN when it is confirmed, removes none that has none, and drops these itself 48 hours
 * after they were made.
 * https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/
 */
function isUnconfirmedMail({ step, look }: Looked): boolean {
  return step.name.endsWith('alarm mail') && look.arn === undefined;
}

/** What the install works for would stay behind: its trigger on a bucket that nobody looked at. */
function refuseOtherNames(found: readonly Looked[]): void {
  const theFunction = found.find(({ step }) => step.name === 'function');
  const obstacle = theFunction?.look.obstacle;
  if (theFunction === undefined || obstacle === undefined) return;
  const { name, physicalName } = theFunction.step;
  throw new FilepipeError(`${name} ${physicalName} ${obstacle.problem}`, {
    hint: 'leave --bucket and --table out: filepipe teardown',
  });
}
