import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Timer } from '../clock.ts';
import type { Core } from '../internal.ts';
import type { Collection } from '../storage.ts';
import type { AlarmActions } from './alarm-actions.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { reasonDataFor, reasonFor } from './alarm-reason.ts';
import { alarmMetrics, alarmRule } from './alarm-rule.ts';
import type { AlarmSettings, StoredAlarm } from './alarm-store.ts';
import { evaluate } from './evaluation.ts';
import { idOf, type MetricStore } from './metric-store.ts';

export interface AlarmWatch {
  /** Has the alarms on the metric of this id looked at soon. */
  noticeDatum(metricId: string): void;
  /** Has one alarm looked at soon. */
  noticeAlarm(name: string): void;
  /** Puts an alarm into a state; a new one goes into its history and leads to its actions. */
  setState(alarm: StoredAlarm, value: StateValue, reason: string, reasonData?: string): void;
  start(): void;
  close(): void;
}

interface Parts {
  readonly core: Core;
  readonly alarms: Collection<StoredAlarm>;
  readonly metrics: MetricStore;
  readonly history: AlarmHistory;
  readonly actions: AlarmActions;
}

/** Data that come together are judged together. */
const SOON_MILLISECONDS = 100;

/** The shortest period of an alarm. */
const ROUND_MILLISECONDS = 10_000;

/** Judges alarms when their metrics get data, and all of them in rounds. */
export function watchAlarms({ core, alarms, metrics, history, actions }: Parts): AlarmWatch {
  const { clock, onFault } = core;
  const due = new Set<string>();
  let soon: Timer | undefined;
  let round: Timer | undefined;

  function judge(name: string): void {
    const alarm = alarms.get(name);
    if (alarm === undefined) return;
    const rule = alarmRule(metrics, alarm.settings);
    const verdict = evaluate(rule, clock.now());
    if (verdict.state === undefined || verdict.state === alarm.state.value) return;
    const reasonData = reasonDataFor(alarm, verdict, rule, clock.now());
    setState(alarm, verdict.state, reasonFor(alarm, verdict, rule), reasonData);
  }

  function judgeAll(names: Iterable<string>): void {
    for (const name of names) {
      try {
        judge(name);
      } catch (error) {
        onFault(error);
      }
    }
  }

  function notice(name: string): void {
    due.add(name);
    soon ??= clock.after(SOON_MILLISECONDS, () => {
      soon = undefined;
      const names = [...due];
      due.clear();
      judgeAll(names);
    });
  }

  function setState(alarm: StoredAlarm, value: StateValue, reason: string, reasonData?: string): void {
    const { settings, state: before } = alarm;
    const now = clock.now();
    const transitioned = value === before.value ? before.transitioned : now;
    const state = {
      value,
      reason,
      ...(reasonData !== undefined && { reasonData }),
      updated: now,
      transitioned,
    };
    const changed = { ...alarm, state };
    alarms.set(settings.AlarmName, changed);
    if (value === before.value) return;
    history.add(settings.AlarmName, 'StateUpdate', `Alarm updated from ${before.value} to ${value}`, {
      oldState: { stateValue: before.value, stateReason: before.reason },
      newState: { stateValue: value, stateReason: reason },
    });
    actions.run(changed, before);
  }

  return {
    noticeDatum(metricId) {
      for (const { settings } of alarms.values()) {
        if (idsOf(settings).has(metricId)) notice(settings.AlarmName);
      }
    },
    noticeAlarm: notice,
    setState,
    start() {
      round = clock.after(ROUND_MILLISECONDS, () => {
        judgeAll([...alarms.values()].map(({ settings }) => settings.AlarmName));
        this.start();
      });
    },
    close() {
      soon?.cancel();
      round?.cancel();
    },
  };
}

const knownIds = new WeakMap<AlarmSettings, ReadonlySet<string>>();

/** The ids of the metrics that an alarm depends on, worked out once. */
function idsOf(settings: AlarmSettings): ReadonlySet<string> {
  const known = knownIds.get(settings);
  if (known !== undefined) return known;
  const ids = new Set(alarmMetrics(settings).map(idOf));
  knownIds.set(settings, ids);
  return ids;
}
