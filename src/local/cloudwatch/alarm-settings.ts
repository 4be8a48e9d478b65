import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { checkConstraints } from '../constraints.ts';
import type { AlarmSettings } from './alarm-store.ts';
import { percentileOf } from './distribution.ts';
import { metricIdOf, VALIDATION } from './metric-id.ts';

/** Those of the model that need no anomaly detection. */
const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];
const DAY_SECONDS = 24 * 3600;

/** What is served of PutMetricAlarm; refused when it breaks AWS's rules, or asks for more. */
export function readAlarmSettings({ Tags: _, ...input }: PutMetricAlarmInput): AlarmSettings {
  for (const name of NOT_SERVED) {
    if (input[name] !== undefined) throw invalid(`The embedded AWS does not serve ${name}`);
  }
  checkConstraints(VALIDATION, {
    comparisonOperator: [input.ComparisonOperator, { enum: COMPARISONS }],
    evaluateLowSampleCountPercentile: [input.EvaluateLowSampleCountPercentile, { enum: ['evaluate'] }],
  });
  checkMissingData(input.TreatMissingData);
  checkRequired(input);
  checkActions(input);
  if (input.Metrics === undefined) checkMetric(input);
  else checkMath(input);
  return { ...input, AlarmName: input.AlarmName ?? '' };
}

const NOT_SERVED = [
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
] as const;

function checkMissingData(treatment = 'missing'): void {
  if (MISSING_DATA.includes(treatment)) return;
  throw invalid(
    `The value ${treatment} is not supported for TreatMissingData parameter. Supported values are [${MISSING_DATA.join(', ')}].`,
  );
}

function checkRequired({
  ComparisonOperator,
  EvaluationPeriods,
  Threshold,
  DatapointsToAlarm,
}: PutMetricAlarmInput) {
  if (ComparisonOperator === undefined) throw missing('ComparisonOperator');
  if (EvaluationPeriods === undefined) throw missing('EvaluationPeriods');
  if (Threshold === undefined || !Number.isFinite(Threshold)) throw missing('Threshold');
  if ((DatapointsToAlarm ?? 1) > EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
}

function checkActions({
  OKActions = [],
  AlarmActions = [],
  InsufficientDataActions = [],
}: PutMetricAlarmInput) {
  for (const actions of [OKActions, AlarmActions, InsufficientDataActions]) {
    const wrong = actions.find((arn) => !/^arn:[\w-]+:[\w-]+:/.test(arn));
    if (wrong !== undefined) throw invalid(`Invalid arn syntax: ${wrong}`);
  }
}

function checkMetric(input: PutMetricAlarmInput): void {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, EvaluationPeriods = 1 } = input;
  if (MetricName === undefined || Namespace === undefined) {
    throw missing(MetricName === undefined ? 'MetricName' : 'Namespace');
  }
  metricIdOf(Namespace, MetricName, input.Dimensions);
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw combination('Exactly one of Statistic and ExtendedStatistic must be specified');
  }
  if (ExtendedStatistic !== undefined && percentileOf(ExtendedStatistic) === undefined) {
    throw invalid(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  }
  if (Period === undefined) throw missing('Period');
  checkAlarmPeriod(Period, EvaluationPeriods);
}

/** AWS's rules for alarms; ordinary reads may also use 1 and 5 seconds. */
export function checkAlarmPeriod(period: number, evaluationPeriods: number): void {
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw invalid('Period must be 10, 20, 30 or a multiple of 60');
  }
  const most = period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (period * evaluationPeriods > most) {
    throw invalid(
      `Metrics cannot be checked across more than ${most === DAY_SECONDS ? 'a day' : '7 days'} (EvaluationPeriods * Period must be <= ${most})`,
    );
  }
}

/** How the queries hang together is checked where they are read. */
function checkMath(input: PutMetricAlarmInput): void {
  const alone = [
    'MetricName',
    'Namespace',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Period',
    'Unit',
  ] as const;
  const both = alone.find((name) => input[name] !== undefined);
  if (both !== undefined) throw combination(`${both} must not be specified together with Metrics`);
  const returned = (input.Metrics ?? []).filter(({ ReturnData = true }) => ReturnData);
  if (returned.length !== 1) {
    throw invalid('Invalid metrics list: exactly one element of the metrics list should return data.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION, message);
}

function missing(parameter: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `The parameter ${parameter} is required.`);
}

function combination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}
