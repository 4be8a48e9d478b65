import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { merged, type Statistic, statisticOf } from './distribution.ts';
import { metricExpression } from './metric-expression.ts';
import { metricIdOf, VALIDATION } from './metric-id.ts';
import type { MetricId, MetricStore } from './metric-store.ts';
import { checkPeriod, checkStatistic } from './rules.ts';

/** The value of the period that starts at `start`, milliseconds; undefined when it has no data. */
export type ValueAt = (start: number) => number | undefined;

export interface MetricSource {
  readonly metric: MetricId;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly unit?: string | undefined;
}

/** One metric's statistic, period by period. */
export function metricValues(store: MetricStore, source: MetricSource): ValueAt {
  const { metric, statistic, periodSeconds, unit } = source;
  return (start) => {
    const buckets = store
      .read(metric, start, start + periodSeconds * 1000)
      .filter((bucket) => unit === undefined || bucket.unit === unit)
      .map(({ distribution }) => distribution);
    return buckets.length === 0 ? undefined : statisticOf(buckets.reduce(merged), statistic);
  };
}

/** A query of several that build on each other. */
export interface Query {
  readonly id: string;
  readonly label: string;
  readonly returned: boolean;
  readonly periodSeconds: number;
  readonly valueAt: ValueAt;
}

/** Reads metrics and the arithmetic on them; refused where it breaks AWS's rules, or is not served here. */
export function readQueries(store: MetricStore, queries: readonly MetricDataQuery[]): readonly Query[] {
  const ids = queries.map(({ Id }) => Id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw invalid(`The values for parameter id in MetricDataQueries are not unique: ${twice}`);
  const period = queries.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period;
  const read = new Map<string, Query>();
  const pending = new Map(queries.map((query) => [query.Id ?? '', query]));

  function resolve(id: string): Query {
    const known = read.get(id);
    if (known !== undefined) return known;
    const query = pending.get(id);
    if (query === undefined) throw invalid(`Error in expression: no metric has the id '${id}'`);
    // What is under way is no longer pending, so that a circle ends here.
    pending.delete(id);
    const resolved = { ...describe(query), ...valuesOf(query) };
    read.set(id, resolved);
    return resolved;
  }

  function valuesOf({ Id = '', MetricStat, Expression, Period }: MetricDataQuery) {
    if (!/^[a-z]\w{0,254}$/.test(Id)) throw invalid(`The value ${Id} for parameter Id is invalid.`);
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw invalid(`Exactly one of MetricStat and Expression must be given for '${Id}'`);
    }
    if (MetricStat !== undefined) {
      const source = sourceOf(MetricStat);
      return { periodSeconds: source.periodSeconds, valueAt: metricValues(store, source) };
    }
    const { ids: used, evaluate } = metricExpression(Expression ?? '');
    const terms = new Map(used.map((name) => [name, resolve(name).valueAt]));
    const valueAt: ValueAt = (start) => evaluate((name) => terms.get(name)?.(start));
    return { periodSeconds: Period ?? period ?? 60, valueAt };
  }

  return ids.map((id) => resolve(id ?? ''));
}

/** The metrics that queries read. */
export function metricsOf(queries: readonly MetricDataQuery[]): readonly MetricId[] {
  return queries.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [sourceOf(MetricStat).metric]));
}

function describe({ Id = '', Label, MetricStat, ReturnData = true }: MetricDataQuery) {
  return { id: Id, label: Label ?? MetricStat?.Metric?.MetricName ?? Id, returned: ReturnData };
}

function sourceOf({
  Metric,
  Period = 0,
  Stat = '',
  Unit,
}: NonNullable<MetricDataQuery['MetricStat']>): MetricSource {
  checkPeriod(Period);
  checkStatistic(Stat);
  const metric = metricIdOf(Metric?.Namespace, Metric?.MetricName, Metric?.Dimensions);
  return { metric, statistic: Stat, periodSeconds: Period, unit: Unit };
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION, message);
}
