import { AwsError } from './aws-error.ts';

/** What a service's model demands of one member beside its type. */
export interface Constraint {
  /** Least length of a text, or least value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Has to fit the whole text. */
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

/** A member's value, undefined when the request leaves it out, and what it has to satisfy. */
export type Constrained = readonly [value: string | number | undefined, constraint: Constraint];

/** Refuses members that break their constraints, all at once and in AWS's wording, under `code`. */
export function checkConstraints(code: string, members: Readonly<Record<string, Constrained>>): void {
  const faults = Object.entries(members).flatMap(([name, [value, constraint]]) =>
    value === undefined
      ? []
      : faultsOf(value, constraint).map(
          (fault) => `Value '${value}' at '${name}' failed to satisfy constraint: Member must ${fault}`,
        ),
  );
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: `;
  throw new AwsError(code, count + faults.join('; '), { status: 400 });
}

function faultsOf(value: string | number, { min, max, pattern, oneOf }: Constraint): string[] {
  const [measured, what] = typeof value === 'number' ? [value, 'value'] : [value.length, 'length'];
  const faults: string[] = [];
  if (max !== undefined && measured > max) faults.push(`have ${what} less than or equal to ${max}`);
  if (min !== undefined && measured < min) faults.push(`have ${what} greater than or equal to ${min}`);
  if (pattern !== undefined && !fits(pattern, String(value))) {
    faults.push(`satisfy regular expression pattern: ${pattern.source}`);
  }
  if (oneOf !== undefined && !oneOf.includes(String(value))) {
    faults.push(`satisfy enum value set: [${oneOf.join(', ')}]`);
  }
  return faults;
}

function fits(pattern: RegExp, text: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(text);
}
