import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import type { Collection } from '../storage.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { alarmMetrics } from './alarm-rule.ts';
import { alarmArn, type StoredAlarm } from './alarm-store.ts';
import { metricIdOf, VALIDATION } from './metric-id.ts';
import { idOf } from './metric-store.ts';
import { pageOf } from './page.ts';

export function describeAlarmOperations(
  alarms: Collection<StoredAlarm>,
  history: AlarmHistory,
): Operations<typeof sdk> {
  return {
    describeAlarms(input) {
      const { AlarmTypes = ['MetricAlarm'], MaxRecords = 50 } = input;
      const wanted = AlarmTypes.includes('MetricAlarm') ? wantedBy(input) : () => false;
      const found = [...alarms.values()].filter(wanted).sort(byName);
      const { page, ...next } = pageOf(found, nameOf, MaxRecords, input.NextToken);
      return { MetricAlarms: page.map(describe), CompositeAlarms: [], ...next };
    },
    describeAlarmsForMetric(input) {
      const id = idOf(metricIdOf(input.Namespace, input.MetricName, input.Dimensions));
      const found = [...alarms.values()].filter(
        ({ settings }) =>
          settings.Metrics === undefined &&
          alarmMetrics(settings).some((metric) => idOf(metric) === id) &&
          [undefined, settings.Statistic].includes(input.Statistic) &&
          [undefined, settings.ExtendedStatistic].includes(input.ExtendedStatistic) &&
          [undefined, settings.Period].includes(input.Period) &&
          [undefined, settings.Unit].includes(input.Unit),
      );
      return { MetricAlarms: found.sort(byName).map(describe) };
    },
    describeAlarmHistory(input) {
      const { AlarmName, HistoryItemType, StartDate, EndDate, MaxRecords = 100, ScanBy } = input;
      const found = history
        .items()
        .filter(
          ({ AlarmName: name, HistoryItemType: type, Timestamp = new Date(0) }) =>
            [undefined, name].includes(AlarmName) &&
            [undefined, type].includes(HistoryItemType) &&
            (StartDate === undefined || Timestamp >= StartDate) &&
            (EndDate === undefined || Timestamp <= EndDate),
        );
      const ordered = ScanBy === 'TimestampAscending' ? found : found.toReversed();
      const { page, ...next } = pageOf(ordered, ({ id }) => id, MaxRecords, input.NextToken);
      return { AlarmHistoryItems: page.map(({ id: _, ...item }) => item), ...next };
    },
  };
}

function wantedBy(input: sdk.DescribeAlarmsInput): (alarm: StoredAlarm) => boolean {
  const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix = '' } = input;
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    throw new AwsError(VALIDATION, 'The embedded AWS has no composite alarms');
  }
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw new AwsError(VALIDATION, 'AlarmNames and AlarmNamePrefix must not be specified together');
  }
  return ({ settings, state }) => {
    const { AlarmName: name, OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = settings;
    return (
      (AlarmNames?.includes(name) ?? true) &&
      name.startsWith(AlarmNamePrefix ?? '') &&
      [undefined, state.value].includes(StateValue) &&
      (ActionPrefix === '' ||
        [...OKActions, ...AlarmActions, ...InsufficientDataActions].some((arn) =>
          arn.startsWith(ActionPrefix),
        ))
    );
  };
}

function describe({ settings, configured, state }: StoredAlarm): sdk.MetricAlarm {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [], Dimensions = [] } = settings;
  return {
    ...settings,
    AlarmArn: alarmArn(settings.AlarmName),
    AlarmConfigurationUpdatedTimestamp: new Date(configured),
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    ...(settings.Metrics === undefined && { Dimensions }),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updated),
    StateTransitionedTimestamp: new Date(state.transitioned),
  };
}

function nameOf({ settings }: StoredAlarm): string {
  return settings.AlarmName;
}

function byName(a: StoredAlarm, b: StoredAlarm): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}
