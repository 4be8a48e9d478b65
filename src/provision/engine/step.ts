import type { Control } from '../../control.ts';
import { waitFor } from '../../wait.ts';
import { isOurs, OWNER_TAG } from '../ownership.ts';
import type { Change, Health, Obstacle, Resource } from './resource.ts';

/** A resource together with its specification: a thing of the pipeline, whatever its kind. */
export interface Step {
  /** `function role`. */
  readonly name: string;
  /** What the thing is called on AWS. */
  readonly physicalName: string;
  /** The steps that must be done before this one; they stand earlier on the page. */
  readonly after: readonly string[];
  /** Holds the user's data, so that removing it needs to be asked for. */
  readonly holdsData: boolean;
  /** `claimed`: what has no owner's tag at all counts as ours, since it is about to get one. */
  look(as?: { readonly claimed: boolean }): Promise<Look>;
  /** Only for what a look found to be ours. */
  remove(control: Control): Promise<void>;
}

/**
 * `ours` carries our tag. `foreign` has our name and not our tag; `borrowed` likewise, but the owner of the
 * install chose it by name.
 */
export type Presence = 'absent' | 'ours' | 'borrowed' | 'foreign';

/** What was found when looking at a thing. */
export interface Look {
  readonly presence: Presence;
  /** Undefined for what has none, and for what is missing when AWS will make it up. */
  readonly arn: string | undefined;
  /** What setup would do. */
  readonly changes: readonly Change[];
  /** Why setup could not make the changes; undefined when nothing is in the way. */
  readonly obstacle: Obstacle | undefined;
  /** Undefined when absent, foreign, or when the kind of thing has no health. */
  readonly health: Health | undefined;
  /** Makes the changes. */
  settle(control: Control): Promise<void>;
}

export interface StepDetails<Spec, Live> {
  readonly name: string;
  readonly physicalName: string;
  readonly arn?: string;
  /** For an ARN that AWS makes up. */
  readonly arnOf?: (live: Live) => string | undefined;
  readonly after?: readonly string[];
  readonly holdsData?: boolean;
  readonly spec: Spec;
  /** False when the settings do not ask for the thing: what an earlier setup left of it is then removed. */
  readonly wanted?: boolean;
  /** True when the owner named the thing: if it is somebody else's it is used as it is, and never changed. */
  readonly borrowable?: boolean;
}

/** Binds a resource to what it should be like in this install. */
export function stepOf<Aws, Spec, Live>(
  aws: Aws,
  install: string,
  resource: Resource<Aws, Spec, Live>,
  { spec, wanted = true, borrowable = false, ...details }: StepDetails<Spec, Live>,
): Step {
  return {
    name: details.name,
    physicalName: details.physicalName,
    after: details.after ?? [],
    holdsData: details.holdsData ?? false,
    remove: (control) => resource.remove(aws, spec, control),
    look,
  };

  async function look({ claimed } = { claimed: false }): Promise<Look> {
    const found = await resource.observe(aws, spec);
    const live = found !== undefined && (resource.isThere?.(found) ?? true) ? found : undefined;
    const presence = presenceOf(live, claimed);
    return {
      presence,
      arn: details.arn ?? arnOf(live),
      changes: isTheirs(presence) ? [] : changesOf(live),
      obstacle: isTheirs(presence) ? undefined : obstacleTo(found),
      health: presence === 'foreign' ? undefined : healthOf(live),
      settle: (control) => (wanted ? settle(found, presence, control) : resource.remove(aws, spec, control)),
    };
  }

  /** What turned up between the look and the creation is carried on with, if it is ours. */
  async function settle(found: Live | undefined, presence: Presence, control: Control): Promise<void> {
    try {
      await resource.apply(aws, spec, found, control);
    } catch (error) {
      if (presence !== 'absent' || !resource.existsAlready?.(error)) throw error;
      const wait = { what: `AWS to show ${details.name} ${details.physicalName}`, timeoutSeconds: 60 };
      const again = await waitFor(control, wait, async () => {
        const seen = await look();
        return seen.presence === 'absent' ? undefined : seen;
      });
      if (again.presence !== 'ours') throw error;
      await again.settle(control);
    }
  }

  function arnOf(live: Live | undefined): string | undefined {
    return live === undefined ? undefined : details.arnOf?.(live);
  }

  function healthOf(live: Live | undefined): Health | undefined {
    return live === undefined ? undefined : resource.health?.(live);
  }

  function obstacleTo(found: Live | undefined): Obstacle | undefined {
    return found === undefined || !wanted ? undefined : resource.obstacle?.(spec, found);
  }

  function presenceOf(live: Live | undefined, claimed: boolean): Presence {
    if (live === undefined) return 'absent';
    const tags = resource.tags?.(live);
    if (tags === undefined || isOurs(tags, install)) return 'ours';
    if (claimed && tags[OWNER_TAG] === undefined) return 'ours';
    return borrowable ? 'borrowed' : 'foreign';
  }

  function changesOf(live: Live | undefined): Change[] {
    const name = details.physicalName;
    if (live === undefined) return wanted ? [{ path: '', from: undefined, to: name, action: 'create' }] : [];
    return wanted ? resource.diff(spec, live) : [{ path: '', from: name, to: undefined, action: 'remove' }];
  }
}

function isTheirs(presence: Presence): boolean {
  return presence === 'foreign' || presence === 'borrowed';
}
