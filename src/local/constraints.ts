import { type Constraint, demands, fault, refuseFor } from './wire/constraint.ts';

/** A member's value, undefined when the request leaves it out, and what it has to satisfy. */
export type Constrained = readonly [value: string | number | undefined, constraint: Constraint];

/**
 * Refuses members that break constraints which AWS's service models do not have, all at once and in
 * AWS's wording, under `code`. What the models have is checked before an operation runs.
 */
export function checkConstraints(code: string, members: Readonly<Record<string, Constrained>>): void {
  const faults = Object.entries(members).flatMap(([name, [value, constraint]]) =>
    (value === undefined ? [] : demands(value, constraint))
      .filter(([, met]) => !met)
      .map(([words]) => fault(name, `'${value}'`, words)),
  );
  refuseFor(faults, code);
}
