import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';
import type { StoredAlarm } from './alarm-store.ts';
import type { AlarmRule, Point, Verdict } from './evaluation.ts';

/** Why an alarm has come into its state, in AWS's words. */
export function reasonFor(
  { settings, state: before }: StoredAlarm,
  verdict: Verdict,
  rule: AlarmRule,
): string {
  const { state, points, filled } = verdict;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${count(filled, 'datapoint')} ${filled === 1 ? 'was' : 'were'} unknown.`;
  }
  const threshold = `${phrase(settings.ComparisonOperator)} the threshold (${decimal(settings.Threshold ?? 0)})`;
  if (points.length === 0) return noData(rule, filled, state === 'ALARM');
  const listed = points.map(describePoint).join(', ');
  if (state === 'OK') {
    const negated = points.length === 1 ? 'was not' : 'were not';
    return `Threshold Crossed: ${count(points.length, 'datapoint')} [${listed}] ${negated} ${threshold}.`;
  }
  const breaching = points.filter(({ value }) => rule.breaches(value));
  const verb = breaching.length === 1 ? 'was' : 'were';
  const minimum = `(minimum ${count(rule.datapoints, 'datapoint')} for ${before.value} -> ALARM transition)`;
  return (
    `Threshold Crossed: ${breaching.length} out of the last ${count(points.length, 'datapoint')} ` +
    `[${breaching.map(describePoint).join(', ')}] ${verb} ${threshold} ${minimum}.`
  );
}

/** The same for programs, as JSON. */
export function reasonDataFor(
  { settings }: StoredAlarm,
  { points }: Verdict,
  rule: AlarmRule,
  now: number,
): string {
  const start = points.at(-1)?.start;
  return JSON.stringify({
    version: '1.0',
    queryDate: awsTime(now),
    ...(start !== undefined && { startDate: awsTime(start) }),
    ...(settings.Statistic && { statistic: settings.Statistic }),
    ...(settings.ExtendedStatistic && { statistic: settings.ExtendedStatistic }),
    period: rule.periodSeconds,
    recentDatapoints: points.map(({ value }) => value).reverse(),
    threshold: settings.Threshold,
    evaluatedDatapoints: points.map((point) => ({ timestamp: awsTime(point.start), value: point.value })),
  });
}

/** `2026-11-22T15:54:00.000+0000` */
export function awsTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}

function noData({ periods, missing }: AlarmRule, filled: number, breaching: boolean): string {
  const treated = breaching ? 'Breaching' : 'NonBreaching';
  const were = filled === 1 ? 'was' : 'were';
  if (missing === 'missing' || missing === 'ignore') return 'Insufficient Data';
  return (
    `Threshold Crossed: no datapoints were received for ${count(periods, 'period')} and ` +
    `${count(filled, 'missing datapoint')} ${were} treated as [${treated}].`
  );
}

function describePoint({ start, value }: Point): string {
  const [date = '', time = ''] = new Date(start).toISOString().split(/[T.]/);
  return `${decimal(value)} (${date.slice(8)}/${date.slice(5, 7)}/${date.slice(2, 4)} ${time})`;
}

function phrase(operator: ComparisonOperator | undefined): string {
  const phrases: Readonly<Record<string, string>> = {
    GreaterThanOrEqualToThreshold: 'greater than or equal to',
    GreaterThanThreshold: 'greater than',
    LessThanThreshold: 'less than',
    LessThanOrEqualToThreshold: 'less than or equal to',
  };
  return phrases[operator ?? ''] ?? '';
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** As Java prints a double. */
function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
