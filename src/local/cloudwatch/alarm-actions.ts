import { randomUUID } from 'node:crypto';
import { inBackground } from '../background.ts';
import type { Core, TopicPublisher } from '../internal.ts';
import type { Collection } from '../storage.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { alarmMessage, alarmSubject } from './alarm-message.ts';
import type { AlarmState, StoredAlarm } from './alarm-store.ts';

/** A message that is still to be published. */
interface PendingAction {
  readonly alarm: string;
  readonly action: string;
  readonly subject: string;
  readonly message: string;
}

export interface AlarmActions {
  /** Does what an alarm wants done in its new state; what a kill interrupts is done after the next start. */
  run(alarm: StoredAlarm, before: AlarmState): void;
  start(): void;
  close(): Promise<void>;
}

export async function openAlarmActions(
  { storage, onFault }: Core,
  topics: TopicPublisher,
  history: AlarmHistory,
): Promise<AlarmActions> {
  const pending: Collection<PendingAction> = await storage.collection('cloudwatch/pending-actions');
  const background = inBackground(onFault);

  function begin(id: string, action: PendingAction): void {
    background.run(async () => {
      await perform(action);
      pending.delete(id);
    });
  }

  async function perform({ alarm, action, subject, message }: PendingAction): Promise<void> {
    const isTopic = /^arn:[\w-]+:sns:/.test(action);
    const done = isTopic && (await topics.publish(action, subject, message));
    const failure = isTopic ? 'Resource not found' : 'The embedded AWS only publishes to topics';
    history.add(
      alarm,
      'Action',
      done
        ? `Successfully executed action ${action}`
        : `Failed to execute action ${action}. Received error: "${failure}"`,
      {
        actionState: done ? 'Succeeded' : 'Failed',
        notificationResource: action,
        ...(!done && { error: failure }),
      },
    );
  }

  return {
    run(alarm, before) {
      for (const action of actionsOf(alarm)) {
        const id = randomUUID();
        const task = {
          alarm: alarm.settings.AlarmName,
          action,
          subject: alarmSubject(alarm),
          message: alarmMessage(alarm, before),
        };
        pending.set(id, task);
        begin(id, task);
      }
    },
    start() {
      for (const [id, action] of [...pending.entries()]) begin(id, action);
    },
    close: () => background.settled(),
  };
}

function actionsOf({ settings, state }: StoredAlarm): readonly string[] {
  if (settings.ActionsEnabled === false) return [];
  const actions = {
    OK: settings.OKActions,
    ALARM: settings.AlarmActions,
    INSUFFICIENT_DATA: settings.InsufficientDataActions,
  };
  return actions[state.value] ?? [];
}
