import { ACCOUNT_ID } from '../credentials.ts';
import { awsTime } from './alarm-reason.ts';
import { type AlarmState, alarmArn, type StoredAlarm } from './alarm-store.ts';

/** us-east-1 as AWS writes it out. */
const REGION_NAME = 'US East (N. Virginia)';

/** SNS takes no longer one. */
const MAX_SUBJECT = 100;

export function alarmSubject({ settings, state }: StoredAlarm): string {
  return `${state.value}: "${settings.AlarmName}" in ${REGION_NAME}`.slice(0, MAX_SUBJECT);
}

/** What an alarm publishes when it changes its state, as JSON. */
export function alarmMessage({ settings, state, configured }: StoredAlarm, before: AlarmState): string {
  return JSON.stringify({
    AlarmName: settings.AlarmName,
    AlarmDescription: settings.AlarmDescription ?? null,
    AWSAccountId: ACCOUNT_ID,
    AlarmConfigurationUpdatedTimestamp: awsTime(configured),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: awsTime(state.updated),
    Region: REGION_NAME,
    AlarmArn: alarmArn(settings.AlarmName),
    OldStateValue: before.value,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    Trigger: triggerOf(settings),
  });
}

function triggerOf(settings: StoredAlarm['settings']): object {
  return {
    ...(settings.Metrics === undefined ? metricOf(settings) : { Metrics: settings.Metrics }),
    ...(settings.Period !== undefined && { Period: settings.Period }),
    EvaluationPeriods: settings.EvaluationPeriods,
    ...(settings.DatapointsToAlarm !== undefined && { DatapointsToAlarm: settings.DatapointsToAlarm }),
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    TreatMissingData: settings.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? '',
  };
}

function metricOf(settings: StoredAlarm['settings']): object {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions = [] } = settings;
  return {
    MetricName,
    Namespace,
    ...(Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: STATISTICS[Statistic] }),
    Unit: Unit ?? null,
    Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
  };
}

const STATISTICS = {
  SampleCount: 'SAMPLE_COUNT',
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
} as const;
