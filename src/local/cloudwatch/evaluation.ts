import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { ValueAt } from './metric-query.ts';

/** When an alarm is in which state. */
export interface AlarmRule {
  readonly valueAt: ValueAt;
  readonly periodSeconds: number;
  /** So many data points of … */
  readonly datapoints: number;
  /** … so many periods have to breach. */
  readonly periods: number;
  readonly breaches: (value: number) => boolean;
  /** Whether the present period counts before it is over, once it breaches. */
  readonly countsEarly: boolean;
  readonly missing: MissingData;
}

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface Point {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly value: number;
}

export interface Verdict {
  /** Undefined: as it is. */
  readonly state: StateValue | undefined;
  /** What decided, newest first. */
  readonly points: readonly Point[];
  /** How many missing data points were taken as the rule says. */
  readonly filled: number;
}

/**
 * Looks further back than the periods asked for, as AWS does: where enough data points exist in that
 * wider range, missing ones do not count.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const EXTRA_PERIODS = 2;

/**
 * The state of an alarm at `now`, in milliseconds. AWS looks at periods that are over; here the present one
 * counts too as soon as it breaches, so that nobody has to wait for it to end.
 */
export function evaluate(rule: AlarmRule, now: number): Verdict {
  const period = rule.periodSeconds * 1000;
  const present = Math.floor(now / period) * period;
  const value = rule.countsEarly ? rule.valueAt(present) : undefined;
  if (value !== undefined && rule.breaches(value)) {
    const early = judge(rule, present);
    if (early.state === 'ALARM') return early;
  }
  return judge(rule, present - period);
}

interface AgedPoint extends Point {
  /** 1 for the newest period. */
  readonly age: number;
}

function judge(rule: AlarmRule, newest: number): Verdict {
  const points = pointsUntil(rule, newest).slice(0, rule.periods);
  const breaching = points.filter(({ value }) => rule.breaches(value));
  const filled = rule.periods - points.length;
  const state = breaching.length >= rule.datapoints ? 'ALARM' : stateOfRest(rule, points, breaching, filled);
  return { state, points, filled };
}

/** The data points that there are, newest first. */
function pointsUntil({ valueAt, periodSeconds, periods }: AlarmRule, newest: number): readonly AgedPoint[] {
  const points: AgedPoint[] = [];
  for (let age = 1; age <= periods + EXTRA_PERIODS; age++) {
    const start = newest - (age - 1) * periodSeconds * 1000;
    const value = valueAt(start);
    if (value !== undefined) points.push({ start, value, age });
  }
  return points;
}

/** The state when too few data points breach for ALARM. */
function stateOfRest(
  { missing, datapoints }: AlarmRule,
  points: readonly AgedPoint[],
  breaching: readonly AgedPoint[],
  filled: number,
): StateValue | undefined {
  if (missing === 'breaching') return breaching.length + filled >= datapoints ? 'ALARM' : 'OK';
  if (missing === 'notBreaching' || breaching.length < points.length) return 'OK';
  if (missing === 'ignore') return undefined;
  if (points.length === 0) return 'INSUFFICIENT_DATA';
  // All there is breaches: that is enough once it has been so for as long as the rule wants.
  return (breaching.at(-1)?.age ?? 0) >= datapoints ? 'ALARM' : undefined;
}
