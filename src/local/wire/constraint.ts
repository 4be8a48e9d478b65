import { AwsError } from '../aws-error.ts';

/** What a member has to satisfy beside its type, as AWS's service models say it. */
export interface Constraint {
  /** Least length of a text, a list or a map, or least value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Java's syntax; has to fit the whole text. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** All that a constraint demands of a value, in AWS's words, and whether the value does it. */
export function demands(value: unknown, constraint: Constraint): Demand[] {
  const { min, max, pattern, enum: set } = constraint;
  const [size, what] = typeof value === 'number' ? [value, 'value'] : [lengthOf(value), 'length'];
  const found: Demand[] = [];
  if (max !== undefined) found.push([`Member must have ${what} less than or equal to ${max}`, size <= max]);
  if (min !== undefined)
    found.push([`Member must have ${what} greater than or equal to ${min}`, size >= min]);
  if (pattern !== undefined) {
    found.push([`Member must satisfy regular expression pattern: ${pattern}`, fits(pattern, String(value))]);
  }
  if (set !== undefined) {
    found.push([`Member must satisfy enum value set: [${set.join(', ')}]`, set.includes(String(value))]);
  }
  return found;
}

export type Demand = readonly [words: string, met: boolean];

/** One sentence of a validation error; without a value, where it is nobody's business. */
export function fault(path: string, value: string | undefined, demand: string): string {
  return `Value ${value === undefined ? '' : `${value} `}at '${path}' failed to satisfy constraint: ${demand}`;
}

/** Refuses an input for all its faults at once, as AWS does, or with a message of the service's own. */
export function refuseFor(faults: readonly string[], code: string, message?: string): void {
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: `;
  throw new AwsError(code, message ?? count + faults.join('; '), { status: 400 });
}

/** A model's pattern as JavaScript has it; undefined for what it has no equal of. */
export function toRegExp(pattern: string): RegExp | undefined {
  // Possessive quantifiers, intersections and inline flags are Java's own.
  if (/[*+?}]\+|&&|\(\?[a-z]/.test(pattern)) return undefined;
  // Unicode classes need the flag, under which punctuation that needs no backslash must have none.
  if (/\\p\{/.test(pattern)) return new RegExp(`^(?:${pattern.replace(/\\([_=@:,#"'&;])/g, '$1')})$`, 'u');
  return new RegExp(`^(?:${pattern})$`);
}

const compiled = new Map<string, RegExp | undefined>();

function fits(pattern: string, text: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, toRegExp(pattern));
  return compiled.get(pattern)?.test(text) ?? true;
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof String || Array.isArray(value)) return value.length;
  return value instanceof Uint8Array ? value.byteLength : Object.keys(Object(value)).length;
}
