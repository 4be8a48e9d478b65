import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { invokeUrl, type Target } from '../target/target.ts';
import { abortable } from './engine/abortable.ts';
import type { Change, Health, Obstacle } from './engine/resource.ts';
import type { Look, Presence, Step } from './engine/step.ts';
import { namesOf } from './names.ts';
import { pipeline } from './pipeline.ts';
import { codeArchive, shippedCodeFile } from './resources/code-archive.ts';
import type { Settings } from './settings.ts';

/** Everything an install should consist of, and what it still has beyond that, as AWS has it now. */
export interface Inventory {
  readonly things: readonly Thing[];
  /** The base URL of the deployed API; undefined when there is none. */
  readonly apiUrl: string | undefined;
}

/** One thing of an install. */
export interface Thing {
  readonly step: string;
  readonly physicalName: string;
  /** Undefined for what has none, and for what is missing when AWS will make it up. */
  readonly arn: string | undefined;
  readonly presence: Presence;
  /** What setup would do; empty when all is as it should be. */
  readonly changes: readonly Change[];
  /** Why setup cannot do it; undefined when nothing is in the way. */
  readonly obstacle: Obstacle | undefined;
  /** Undefined when there is nothing to say. */
  readonly health: Health | undefined;
}

/** Looks at everything, without changing any of it. */
export async function inventory(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  codeFile = shippedCodeFile,
): Promise<Inventory> {
  const aws = abortable(clients, control.signal);
  const steps = pipeline(aws, target, settings, await codeArchive(codeFile));
  const things = (await lookAtAll(steps, control.signal)).map(thingOf);
  return {
    things: things.filter(({ presence, changes }) => presence !== 'absent' || changes.length > 0),
    apiUrl: apiUrlIn(things, target, namesOf(target, settings).stage),
  };
}

/** A step and what was found there. */
export interface Looked {
  readonly step: Step;
  readonly look: Look;
}

/**
 * Looks at all steps at once, in their order. The first look that fails says what could not be looked at;
 * an abort is told as it is.
 */
export async function lookAtAll(steps: readonly Step[], signal: AbortSignal): Promise<Looked[]> {
  return await Promise.all(
    steps.map(async (step) => {
      try {
        return { step, look: await step.look() };
      } catch (cause) {
        signal.throwIfAborted();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new FilepipeError(`could not look at ${step.name} ${step.physicalName}: ${reason}`, {
          cause,
          ...(cause instanceof FilepipeError && cause.hint !== undefined ? { hint: cause.hint } : {}),
        });
      }
    }),
  );
}

/** What was found, as it is told to others. */
export function thingOf({ step, look }: Looked): Thing {
  const { name, physicalName } = step;
  const { presence, arn, changes, obstacle, health } = look;
  return { step: name, physicalName, arn, presence, changes, obstacle, health };
}

/** The base URL of the API among the things of an install; undefined when there is none. */
export function apiUrlIn(things: readonly Thing[], target: Target, stage: string): string | undefined {
  const arn = things.find(({ step }) => step === 'api')?.arn;
  // It ends with `/restapis/<id>`.
  return arn === undefined ? undefined : invokeUrl(target, arn.slice(arn.lastIndexOf('/') + 1), stage);
}
