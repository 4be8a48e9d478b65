import type { PolicyStatement } from './policies.ts';

/** What it takes to look at one part of an install, and what more to make, change and remove it. */
export interface PartRights {
  /** Names the statement in a policy. */
  readonly sid: string;
  readonly resource: string | readonly string[];
  readonly look: readonly string[];
  readonly change: readonly string[];
  readonly condition?: PolicyStatement['Condition'];
}

/** One statement for each part with rights of the kinds asked for; lists of one are written as texts, which is shorter. */
export function statementsFor(
  parts: readonly PartRights[],
  actionsOf: (part: PartRights) => readonly string[],
): PolicyStatement[] {
  return parts
    .filter((part) => actionsOf(part).length > 0)
    .map((part) => ({
      Sid: part.sid,
      Effect: 'Allow',
      Action: unlisted(actionsOf(part).toSorted()),
      Resource: unlisted(part.resource),
      ...(part.condition === undefined ? {} : { Condition: part.condition }),
    }));
}

/** Rights of one service, whose actions are given without its name. */
export function part(
  sid: string,
  service: string,
  resource: string | readonly string[],
  look: readonly string[],
  change: readonly string[],
): PartRights {
  const named = (actions: readonly string[]) => actions.map((action) => `${service}:${action}`);
  return { sid, resource, look: named(look), change: named(change) };
}

function unlisted(values: string | readonly string[]): string | readonly string[] {
  const [only, ...others] = [values].flat();
  return only === undefined || others.length > 0 ? values : only;
}
