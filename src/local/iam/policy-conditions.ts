import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Condition } from './policy.ts';
import { wildcardMatch } from './wildcard-match.ts';

/** What a request carries for conditions to look at, by key in lower case; absent keys are left out. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

/** Whether all the conditions hold. */
export function conditionsHold(conditions: readonly Condition[], context: ConditionContext): boolean {
  return conditions.every((condition) => holds(condition, context[condition.key.toLowerCase()]));
}

/** Takes `ForAnyValue:StringLikeIfExists` apart. */
export function splitOperator(name: string): Pick<Condition, 'operator' | 'quantifier' | 'ifExists'> {
  const [, quantifier, operator = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  return {
    operator,
    quantifier: quantifier === 'ForAllValues' || quantifier === 'ForAnyValue' ? quantifier : undefined,
    ifExists: ifExists !== undefined,
  };
}

export function isOperator(operator: string): boolean {
  return operator === 'Null' || Object.hasOwn(TESTS, operator);
}

/** A negated operator holds when no value of the policy fits, and when the key is absent. */
function holds(condition: Condition, actual: readonly string[] | undefined): boolean {
  const { operator, quantifier, ifExists, values } = condition;
  if (operator === 'Null') return values.includes(String(actual === undefined));
  const test = TESTS[operator];
  if (test === undefined) return false;
  if (actual === undefined || actual.length === 0) {
    return ifExists || quantifier === 'ForAllValues' || (test.negated && quantifier === undefined);
  }
  const fits = (value: string) => values.some((wanted) => test.fits(value, wanted)) !== test.negated;
  return quantifier === 'ForAllValues' ? actual.every(fits) : actual.some(fits);
}

interface Test {
  readonly negated: boolean;
  fits(actual: string, wanted: string): boolean;
}

const number = (compare: (a: number, b: number) => boolean) => (a: string, b: string) =>
  compare(Number(a), Number(b));
const date = (compare: (a: number, b: number) => boolean) => (a: string, b: string) =>
  compare(timeOf(a), timeOf(b));
const sameText = (a: string, b: string) => a === b;
const sameIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const alike = (a: string, b: string) => wildcardMatch(b, a);

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: is(sameText),
  StringNotEquals: isNot(sameText),
  StringEqualsIgnoreCase: is(sameIgnoringCase),
  StringNotEqualsIgnoreCase: isNot(sameIgnoringCase),
  StringLike: is(alike),
  StringNotLike: isNot(alike),
  NumericEquals: is(number((a, b) => a === b)),
  NumericNotEquals: isNot(number((a, b) => a === b)),
  NumericLessThan: is(number((a, b) => a < b)),
  NumericLessThanEquals: is(number((a, b) => a <= b)),
  NumericGreaterThan: is(number((a, b) => a > b)),
  NumericGreaterThanEquals: is(number((a, b) => a >= b)),
  DateEquals: is(date((a, b) => a === b)),
  DateNotEquals: isNot(date((a, b) => a === b)),
  DateLessThan: is(date((a, b) => a < b)),
  DateLessThanEquals: is(date((a, b) => a <= b)),
  DateGreaterThan: is(date((a, b) => a > b)),
  DateGreaterThanEquals: is(date((a, b) => a >= b)),
  Bool: is(sameIgnoringCase),
  BinaryEquals: is(sameText),
  IpAddress: is(inBlock),
  NotIpAddress: isNot(inBlock),
  // ArnEquals takes wildcards just as ArnLike does.
  ArnEquals: is(arnAlike),
  ArnLike: is(arnAlike),
  ArnNotEquals: isNot(arnAlike),
  ArnNotLike: isNot(arnAlike),
};

function is(fits: Test['fits']): Test {
  return { negated: false, fits };
}

function isNot(fits: Test['fits']): Test {
  return { negated: true, fits };
}

/** ISO 8601, or seconds since the epoch. */
function timeOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inBlock(address: string, block: string): boolean {
  const [network = '', prefix] = block.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  if (!isIPv4(network) && !isIPv6(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  return (family === 'ipv4' ? isIPv4(address) : isIPv6(address)) && list.check(address, family);
}

/** The six parts are matched one by one, so that a star does not reach across a colon. */
function arnAlike(actual: string, wanted: string): boolean {
  const [left, right] = [arnParts(actual), arnParts(wanted)];
  return right.every((part, i) => wildcardMatch(part, left[i] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
