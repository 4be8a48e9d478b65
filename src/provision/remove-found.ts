import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { OwnedBucket } from './bucket-contents.ts';
import { type Emptied, emptyBucket } from './empty-bucket.ts';
import { bucketNotEmpty, retrying } from './engine/retry.ts';
import { type Outcome, type Report, runSteps, type StepEvent } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import { isApiLog } from './execution-logs.ts';
import type { Looked } from './inventory.ts';

/** What is to become of a thing: `none` was not there, `expiring` can be removed by nobody. */
export type Fate = 'none' | 'removed' | 'kept' | 'foreign' | 'expiring';

/** How far the deletion of a bucket's contents has come. */
export interface Emptying extends Emptied {
  /** Versions, delete markers and uploads as they were counted before; undefined when that was cut short. */
  readonly known: number | undefined;
  readonly elapsedSeconds: number;
}

interface Work {
  readonly found: readonly Looked[];
  readonly fateOf: (step: Step) => Fate;
  /** The bucket, when all that it holds is to go with it. */
  readonly contents: { readonly bucket: OwnedBucket; readonly known: number | undefined } | undefined;
}

interface Removal {
  /** The last that was told of each step. */
  readonly ends: ReadonlyMap<string, StepEvent>;
  readonly emptied: Emptied;
  /** Undefined when every step did what it should. */
  readonly failure: unknown;
}

/**
 * Removes what has that fate, each thing after those that depend on it and log groups last: whatever runs until
 * the end may write a last line. A step that fails is told of, and keeps only those from going that it needs.
 */
export async function removeFound(
  aws: Clients,
  { found, fateOf, contents }: Work,
  control: Control,
  report: Report,
  emptying: (progress: Emptying) => void,
): Promise<Removal> {
  const ends = new Map<string, StepEvent>();
  let emptied: Emptied = { versions: 0, deleteMarkers: 0, uploads: 0, bytes: 0 };
  const failure = await run((step) => !isLog(step));
  const logFailure = await run(isLog);
  return { ends, emptied, failure: failure ?? logFailure };

  async function run(isPart: (step: Step) => boolean): Promise<unknown> {
    const steps = found.map(({ step }) => step).filter(isPart);
    try {
      await runSteps({ verb: 'tear down', steps, direction: 'backwards', work }, control, noting);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  function noting(event: StepEvent): void {
    ends.set(event.step, event);
    report(event);
  }

  async function work(step: Step, stepControl: Control): Promise<Outcome> {
    const fate = fateOf(step);
    if (fate === 'kept' || fate === 'expiring') return { state: 'skipped', changes: [] };
    if (fate !== 'removed') return { state: 'unchanged', changes: [] };
    if (step.name === 'bucket') await emptyAndRemove(step, stepControl);
    else if (step.name === 'api') await removeApi(step, stepControl);
    else await step.remove(stepControl);
    const change = { path: '', from: step.physicalName, to: undefined, action: 'remove' as const };
    return { state: 'done', changes: [change] };
  }

  /**
   * Without the API nobody finds its log groups any more, so a first removal of them comes before its own. The
   * last removal tells what is in its way.
   */
  async function removeApi(step: Step, stepControl: Control): Promise<void> {
    for (const { step: log } of found) if (isApiLog(log)) await log.remove(stepControl).catch(() => {});
    await step.remove(stepControl);
  }

  /** Files that arrive while the bucket is emptied are emptied out as well. */
  async function emptyAndRemove(step: Step, stepControl: Control): Promise<void> {
    if (contents === undefined) return await step.remove(stepControl);
    const { bucket, known } = contents;
    const wait = { what: `bucket ${bucket.Bucket} to stay empty`, timeoutSeconds: 600 };
    const started = control.now();
    await retrying(stepControl, wait, bucketNotEmpty, async () => {
      const before = emptied;
      await emptyBucket(aws, bucket, stepControl, (progress) => {
        emptied = sum(before, progress);
        emptying({ ...emptied, known, elapsedSeconds: (control.now() - started) / 1000 });
      });
      await step.remove(stepControl);
    });
  }
}

function isLog(step: Step): boolean {
  return step.name === 'log group' || isApiLog(step);
}

function sum(a: Emptied, b: Emptied): Emptied {
  return {
    versions: a.versions + b.versions,
    deleteMarkers: a.deleteMarkers + b.deleteMarkers,
    uploads: a.uploads + b.uploads,
    bytes: a.bytes + b.bytes,
  };
}
