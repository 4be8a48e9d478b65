import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { StepEvent } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import { isApiLog } from './execution-logs.ts';
import { type Looked, lookAtAll, type Thing, thingOf } from './inventory.ts';
import { manualRemoval } from './manual-removal.ts';
import { OWNER_TAG } from './ownership.ts';
import { searchByTag, type TagSearch } from './search-by-tag.ts';
import type { Settings } from './settings.ts';
import { tagsByArn } from './tags-by-arn.ts';

/** Something that is still there after a teardown. */
export interface LeftThing extends Thing {
  readonly why: string;
  /** What removes it. */
  readonly remedy: string;
}

export interface Proof {
  readonly left: readonly LeftThing[];
  readonly tagSearch: {
    readonly state: TagSearch['state'];
    readonly why?: string;
    readonly stale: readonly string[];
  };
}

export interface Suspects {
  /** What there was before. */
  readonly found: readonly Looked[];
  readonly settings: Settings;
  readonly control: Control;
  /** Whether this teardown was to remove it. */
  readonly removes: (step: Step) => boolean;
  /** Whether it counts as left when it is ours now: it was not there before. */
  readonly isOursAnyway: (step: Step) => boolean;
  /** The last that was told of each step. */
  readonly ends: ReadonlyMap<string, StepEvent>;
}

/** Deletions take a moment to be seen everywhere. */
const PAUSES_SECONDS = [1, 2, 4, 8];

/**
 * Looks at everything by its name, and searches for more by the install's tag, again and again with growing
 * pauses while something shows that nothing explains. The function's last lines may bring its log group
 * back, where its role allows that: then it is removed again.
 */
export async function proveGone(aws: Clients, suspects: Suspects): Promise<Proof> {
  const { found, settings, control, removes, ends } = suspects;
  const { signal } = control;
  const steps = found.map(({ step }) => step);
  if (mayBringLogsBack()) await control.sleep(LAST_LINES_SECONDS, signal);
  let proof = await look();
  for (const pauseSeconds of PAUSES_SECONDS) {
    if (proof.left.every(({ step }) => hasFailed(step))) break;
    await control.sleep(pauseSeconds, signal);
    await removeReborn(proof.left);
    proof = await look();
  }
  return proof;

  async function look(): Promise<Proof> {
    const [looks, search] = await Promise.all([
      lookAtAll(steps, signal),
      searchByTag(aws, settings.install, signal),
    ]);
    const byName = looks.filter(isLeft);
    const left = byName.map(({ step, look: now }) => ({
      ...thingOf({ step, look: now }),
      ...reasonOf(step, now.arn),
    }));
    if (search.state !== 'done') return { left, tagSearch: { ...search, stale: [] } };
    const spokenFor = looks.filter((it) => it.look.presence !== 'absent').map((it) => it.look.arn);
    const others = search.arns.map(withoutStar).filter((arn) => !spokenFor.includes(arn));
    const stale: string[] = [];
    for (const arn of others) {
      if (await isStillOurs(arn)) left.push(orphan(arn));
      else stale.push(arn);
    }
    return { left, tagSearch: { state: 'done', stale } };
  }

  function isLeft({ step, look: now }: Looked): boolean {
    if (removes(step)) return now.presence !== 'absent';
    return suspects.isOursAnyway(step) && now.presence === 'ours';
  }

  /** What cannot be asked is believed to be as the search shows it. */
  async function isStillOurs(arn: string): Promise<boolean> {
    try {
      const tags = await tagsByArn(aws, arn);
      return tags === 'unknown' || tags?.[OWNER_TAG] === settings.install;
    } catch {
      signal.throwIfAborted();
      return true;
    }
  }

  function hasFailed(step: string): boolean {
    const state = ends.get(step)?.state;
    return state === 'failed' || state === 'skipped';
  }

  function reasonOf(step: Step, arn: string | undefined): Pick<LeftThing, 'why' | 'remedy'> {
    const end = ends.get(step.name);
    // Without the API nothing leads to its log groups any more.
    const byHand = isApiLog(step) && arn !== undefined ? manualRemoval(arn) : undefined;
    const remedy = byHand ?? 'run filepipe teardown again';
    if (end?.state === 'failed') return { why: messageOf(end.error), remedy: hintOf(end.error) ?? remedy };
    if (end?.state === 'skipped')
      return { why: 'not tried, because what depends on it is still there', remedy };
    return { why: removes(step) ? 'it is there again, or still' : 'it was made meanwhile', remedy };
  }

  async function removeReborn(left: readonly LeftThing[]): Promise<void> {
    const reborn = steps.filter(
      (step) => removes(step) && /log group/.test(step.name) && left.some((it) => it.step === step.name),
    );
    for (const step of reborn) await step.remove(control);
  }

  /** Its last lines come some seconds after the function's end. */
  function mayBringLogsBack(): boolean {
    const { policies, extraPolicy } = settings;
    const couldWrite = policies === 'walkthrough' || (extraPolicy !== undefined && extraPolicy !== 'none');
    return couldWrite && ends.get('log group')?.state === 'done';
  }
}

const LAST_LINES_SECONDS = 5;

/** Log groups have two spellings. */
function withoutStar(arn: string): string {
  return arn.replace(/:\*$/, '');
}

function orphan(arn: string): LeftThing {
  return {
    step: 'something else',
    physicalName: arn,
    arn,
    presence: 'ours',
    changes: [],
    obstacle: undefined,
    health: undefined,
    why: 'it has the tag of this install, and is nothing that this filepipe makes under its settings',
    remedy: manualRemoval(arn) ?? `remove it by hand, or its tag ${OWNER_TAG}`,
  };
}

function hintOf(error: unknown): string | undefined {
  return error instanceof FilepipeError ? error.hint : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
