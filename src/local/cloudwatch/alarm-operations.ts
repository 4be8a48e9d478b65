import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import type { Collection } from '../storage.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { alarmRule } from './alarm-rule.ts';
import { checkAlarmPeriod, readAlarmSettings } from './alarm-settings.ts';
import type { StoredAlarm } from './alarm-store.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import type { MetricStore } from './metric-store.ts';
import { readTags } from './tag-operations.ts';

interface Parts {
  readonly clock: Clock;
  readonly alarms: Collection<StoredAlarm>;
  readonly metrics: MetricStore;
  readonly history: AlarmHistory;
  readonly watch: AlarmWatch;
}

export function alarmOperations({ clock, alarms, metrics, history, watch }: Parts): Operations<typeof sdk> {
  return {
    putMetricAlarm(input) {
      const settings = readAlarmSettings(input);
      checkAlarmPeriod(alarmRule(metrics, settings).periodSeconds, settings.EvaluationPeriods ?? 1);
      const name = settings.AlarmName;
      const known = alarms.get(name);
      const now = clock.now();
      alarms.set(name, {
        settings,
        configured: now,
        state: known?.state ?? { ...UNCHECKED, updated: now, transitioned: now },
        // An alarm that is there keeps its tags.
        tags: known?.tags ?? readTags(input.Tags),
      });
      const what = known === undefined ? 'created' : 'updated';
      history.add(name, 'ConfigurationUpdate', `Alarm "${name}" ${what}`, {
        type: known ? 'Update' : 'Create',
      });
      watch.noticeAlarm(name);
      return {};
    },
    deleteAlarms({ AlarmNames }) {
      for (const name of AlarmNames) {
        if (alarms.get(name) === undefined) continue;
        alarms.delete(name);
        history.add(name, 'ConfigurationUpdate', `Alarm "${name}" deleted`, { type: 'Delete' });
      }
      return {};
    },
    setAlarmState({ AlarmName, StateValue, StateReason, StateReasonData }) {
      if (StateReasonData !== undefined && !isJson(StateReasonData)) {
        throw new AwsError('InvalidFormatFault', 'StateReasonData is not valid JSON');
      }
      const alarm = alarms.get(AlarmName);
      if (alarm === undefined)
        throw new AwsError('ResourceNotFound', `Alarm ${AlarmName} does not exist`, { status: 404 });
      watch.setState(alarm, StateValue, StateReason, StateReasonData);
      return {};
    },
    enableAlarmActions: ({ AlarmNames }) => switchActions(AlarmNames, true),
    disableAlarmActions: ({ AlarmNames }) => switchActions(AlarmNames, false),
  };

  function switchActions(names: readonly string[], enabled: boolean) {
    for (const name of names) {
      const alarm = alarms.get(name);
      if (alarm !== undefined) {
        alarms.set(name, { ...alarm, settings: { ...alarm.settings, ActionsEnabled: enabled } });
      }
    }
    return {};
  }
}

const UNCHECKED = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' } as const;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
