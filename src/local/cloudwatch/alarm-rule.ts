import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';
import type { AlarmSettings } from './alarm-store.ts';
import type { AlarmRule, MissingData } from './evaluation.ts';
import { metricIdOf } from './metric-id.ts';
import { metricsOf, metricValues, readQueries } from './metric-query.ts';
import type { MetricId, MetricStore } from './metric-store.ts';

/** What an alarm's settings, which have been checked, come to. */
export function alarmRule(store: MetricStore, settings: AlarmSettings): AlarmRule {
  const { EvaluationPeriods = 1, DatapointsToAlarm, Threshold = 0, ComparisonOperator: operator } = settings;
  const { valueAt, periodSeconds } =
    settings.Metrics === undefined ? metricOf(store, settings) : mathOf(store, settings);
  return {
    valueAt,
    periodSeconds,
    datapoints: DatapointsToAlarm ?? EvaluationPeriods,
    periods: EvaluationPeriods,
    breaches: (value) => compare(value, operator, Threshold),
    countsEarly: countsEarly(settings),
    missing: missingDataOf(settings),
  };
}

/** The metrics that an alarm depends on. */
export function alarmMetrics({
  Metrics,
  Namespace,
  MetricName,
  Dimensions,
}: AlarmSettings): readonly MetricId[] {
  return Metrics === undefined ? [metricIdOf(Namespace, MetricName, Dimensions)] : metricsOf(Metrics);
}

function metricOf(store: MetricStore, settings: AlarmSettings) {
  const { Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic, Period = 60, Unit } = settings;
  const metric = metricIdOf(Namespace, MetricName, Dimensions);
  const statistic = Statistic ?? ExtendedStatistic ?? 'Average';
  return {
    periodSeconds: Period,
    valueAt: metricValues(store, { metric, statistic, periodSeconds: Period, unit: Unit }),
  };
}

function mathOf(store: MetricStore, { Metrics = [] }: AlarmSettings) {
  const returned = readQueries(store, Metrics).find((query) => query.returned);
  return { periodSeconds: returned?.periodSeconds ?? 60, valueAt: returned?.valueAt ?? (() => undefined) };
}

/** A sum that is too small, or a minimum that is too large, may become right until its period ends. */
function countsEarly({
  ComparisonOperator: operator = 'GreaterThanThreshold',
  Statistic,
}: AlarmSettings): boolean {
  return operator.startsWith('Less') === (Statistic === 'Minimum');
}

/** DynamoDB's metrics are special: without data an alarm on them stays as it is, whatever it says. */
function missingDataOf({ Namespace, TreatMissingData = 'missing' }: AlarmSettings): MissingData {
  return Namespace === 'AWS/DynamoDB' ? 'ignore' : (TreatMissingData as MissingData);
}

function compare(value: number, operator: ComparisonOperator | undefined, threshold: number): boolean {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      return false;
  }
}
