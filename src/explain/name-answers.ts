import { inStrings } from './exchange.ts';
import type { WriteCall } from './record-writes.ts';
import type { RehearsedStep } from './rehearse.ts';
import { variable } from './shell-word.ts';

/** A call whose made-up values go by names, and what of its answer later calls need. */
export interface NamedCall extends WriteCall {
  readonly keeps: readonly Kept[];
}

interface Kept {
  /** Of the shell. */
  readonly variable: string;
  /** Of the answer: `rootResourceId`. */
  readonly member: string;
}

export interface NamedStep extends Omit<RehearsedStep, 'calls'> {
  readonly calls: readonly NamedCall[];
}

/**
 * Replaces what AWS makes up in one call and a later call needs, such as an API's id, by shell variables, wherever
 * it is a whole value. ARNs follow from names, so they are no such thing.
 */
export function nameAnswers(steps: readonly RehearsedStep[]): readonly NamedStep[] {
  const names = new Map<string, string>();
  const used = new Set<string>();
  const replaced = steps.map(({ calls, ...step }) => ({
    ...step,
    calls: calls.map((call) => {
      const input = inStrings(call.input, (text) => named(text)) as WriteCall['input'];
      const offers = offersOf(call).filter(({ value }) => !names.has(value));
      for (const { value, name } of offers) names.set(value, unique(name, names));
      return { ...call, input, offers };
    }),
  }));
  return replaced.map(({ calls, ...step }) => ({
    ...step,
    calls: calls.map(({ offers, ...call }) => ({
      ...call,
      keeps: offers.flatMap(({ value, member }) => {
        const name = names.get(value) ?? '';
        return used.has(name) ? [{ variable: name, member }] : [];
      }),
    })),
  }));

  function named(text: string): string {
    const name = names.get(text);
    if (name === undefined) return text;
    used.add(name);
    return variable(name);
  }
}

interface Offer {
  readonly member: string;
  readonly value: string;
  readonly name: string;
}

function offersOf({ operation, output }: WriteCall): Offer[] {
  const thing = underscored(operation.replace(/^[A-Z][a-z]+/, ''));
  return Object.entries(output).flatMap(([member, value]) => {
    if (typeof value !== 'string' || !/(^id|Id|Url)$/.test(member)) return [];
    return [{ member, value, name: member === 'id' ? `${thing}_id` : underscored(member) }];
  });
}

function underscored(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

function unique(name: string, names: ReadonlyMap<string, string>): string {
  const taken = new Set(names.values());
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
