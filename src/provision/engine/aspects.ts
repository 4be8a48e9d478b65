import type { Control } from '../../control.ts';
import { waitFor } from '../../wait.ts';
import { differences } from './differences.ts';
import type { Resource } from './resource.ts';

/** One part of a resource that is read with the whole and written by a call of its own. */
export interface Aspect<Aws, Spec, Live> {
  readonly path: string;
  readonly wanted: (spec: Spec) => unknown;
  readonly actual: (live: Live, spec: Spec) => unknown;
  /** Makes `actual` what is `wanted`; returns once AWS is ready for the next write. */
  readonly write: (aws: Aws, spec: Spec, live: Live, control: Control) => Promise<unknown>;
}

interface Parts<Aws, Spec, Live, Answer> extends Omit<Resource<Aws, Spec, Live>, 'diff' | 'apply'> {
  /** Makes the thing, tagged as ours by the same call, so that a crash leaves nothing ownerless. */
  create(aws: Aws, spec: Spec, control: Control): Promise<Answer>;
  /** Pure. What the thing is like by what `create` was answered; undefined when only a look can tell. */
  asCreated?(answer: Answer, spec: Spec): Live | undefined;
  readonly aspects: readonly Aspect<Aws, Spec, Live>[];
}

/**
 * A resource described by its aspects. What is missing is created, then looked at unless AWS's answer tells
 * enough, then each aspect that differs is written, strictly one after another: after a create as after a drift,
 * by one path.
 */
export function resourceOf<Aws, Spec, Live, Answer = unknown>(
  parts: Parts<Aws, Spec, Live, Answer>,
): Resource<Aws, Spec, Live> {
  const { create, asCreated, aspects, ...rest } = parts;
  const changesOf = (aspect: Aspect<Aws, Spec, Live>, spec: Spec, live: Live) =>
    differences(aspect.path, aspect.actual(live, spec), aspect.wanted(spec));
  return {
    ...rest,
    diff: (spec, live) => aspects.flatMap((aspect) => changesOf(aspect, spec, live)),
    async apply(aws, spec, found, control) {
      const live = isThere(found) ? found : await created(aws, spec, control);
      for (const aspect of aspects) {
        if (changesOf(aspect, spec, live).length > 0) await aspect.write(aws, spec, live, control);
      }
    },
  };

  async function created(aws: Aws, spec: Spec, control: Control): Promise<Live> {
    const answer = await create(aws, spec, control);
    const told = asCreated?.(answer, spec);
    if (told !== undefined) return told;
    const wait = { what: 'AWS to show what was just created', timeoutSeconds: 60 };
    return await waitFor(control, wait, async () => {
      const live = await parts.observe(aws, spec);
      return isThere(live) ? live : undefined;
    });
  }

  function isThere(live: Live | undefined): live is Live {
    return live !== undefined && (parts.isThere?.(live) ?? true);
  }
}
