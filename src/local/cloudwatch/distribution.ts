/** Measurements of one period, boiled down to what CloudWatch's statistics need. */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** How often each value occurred; absent once statistic sets are in it, which know no percentiles. */
  readonly values?: Readonly<Record<string, number>>;
}

export function distributionOf(value: number, count = 1): Distribution {
  return { count, sum: value * count, min: value, max: value, values: { [value]: count } };
}

export function merged(a: Distribution, b: Distribution): Distribution {
  const sums = {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
  if (a.values === undefined || b.values === undefined) return sums;
  return { ...sums, values: compact(addCounts(a.values, b.values)) };
}

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p99.9`. */
export type Statistic = string;

/** Undefined for a percentile of what has none. */
export function statisticOf(distribution: Distribution, statistic: Statistic): number | undefined {
  const { count, sum, min, max, values } = distribution;
  const simple = { Sum: sum, Average: sum / count, Minimum: min, Maximum: max, SampleCount: count };
  if (Object.hasOwn(simple, statistic)) return simple[statistic as keyof typeof simple];
  const percent = percentileOf(statistic);
  if (percent === undefined) return undefined;
  // AWS takes a statistic set for a percentile too when all its values are one.
  if (values === undefined) return min === max ? min : undefined;
  return percentile(values, count, percent);
}

/** 99.9 for `p99.9`; undefined for what is no percentile. */
export function percentileOf(statistic: Statistic): number | undefined {
  const match = /^p(\d{1,2}(?:\.\d{0,10})?|100)$/.exec(statistic);
  return match === null ? undefined : Number(match[1]);
}

function percentile(values: Readonly<Record<string, number>>, count: number, percent: number): number {
  const sorted = Object.entries(values)
    .map(([value, times]) => [Number(value), times] as const)
    .sort(([a], [b]) => a - b);
  const rank = (percent / 100) * count;
  let seen = 0;
  for (const [value, times] of sorted) {
    seen += times;
    if (seen >= rank) return value;
  }
  return sorted.at(-1)?.[0] ?? 0;
}

function addCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) {
  const counts: Record<string, number> = { ...a };
  for (const [value, count] of Object.entries(b)) counts[value] = (counts[value] ?? 0) + count;
  return counts;
}

/** Above so many different values they are kept to two digits. */
const MAX_VALUES = 300;

function compact(values: Record<string, number>): Record<string, number> {
  if (Object.keys(values).length <= MAX_VALUES) return values;
  const rounded: Record<string, number> = {};
  for (const [value, count] of Object.entries(values)) {
    const key = String(Number(Number(value).toPrecision(2)));
    rounded[key] = (rounded[key] ?? 0) + count;
  }
  return rounded;
}
