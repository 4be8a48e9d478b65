import { valueIn } from '../part.ts';
import { aboutPresence, adoptCommand, fault, ok, type Rule, warning } from './rule.ts';

/** Whether anybody is told when it goes wrong. */
export const alarmRules: readonly Rule[] = [
  aboutPresence(
    'alarms',
    ({ alarms }) => alarms,
    (alarms = [], pipeline) => {
      if (valueIn(pipeline.function) === undefined) return undefined;
      const onErrors = alarms.filter(({ metric }) => metric === 'Errors' || metric === 'an expression');
      if (onErrors.length > 0) return ok(onErrors.map(({ name }) => name).join(', '));
      return warning(
        'none on the errors of the function: failures go unnoticed',
        `let filepipe make them: ${adoptCommand(pipeline)} --alarm-email <address>`,
      );
    },
  ),
  aboutPresence(
    'alarm actions',
    ({ alarms }) => alarms,
    (alarms = [], pipeline) => {
      const mute = alarms.filter(
        ({ alarm, topics }) =>
          alarm.ActionsEnabled === false ||
          (alarm.AlarmActions ?? []).length === 0 ||
          topics.some(({ subscriptions }) => subscriptions.state === 'absent'),
      );
      if (alarms.length === 0) return undefined;
      if (mute.length === 0) return ok('somebody is told');
      return fault(
        `${mute.map(({ name }) => name).join(', ')} tells nobody`,
        `let filepipe make alarms that do: ${adoptCommand(pipeline)} --alarm-email <address>`,
      );
    },
  ),
  aboutPresence(
    'alarm mail',
    ({ alarms }) => alarms,
    (alarms = [], pipeline) => {
      const again = `let filepipe mail them: ${adoptCommand(pipeline)} --alarm-email <address>`;
      const topics = alarms.flatMap((it) => it.topics);
      const subscriptions = topics.flatMap((topic) => valueIn(topic.subscriptions) ?? []);
      const pending = subscriptions.filter(
        ({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation',
      );
      if (topics.some((topic) => valueIn(topic.subscriptions)?.length === 0))
        return fault('a topic that the alarms tell has no subscriber', again);
      if (pending.length === 0) return undefined;
      const who = pending.map(({ Endpoint }) => Endpoint).join(', ');
      return fault(
        `${who} has not followed the link in AWS's first mail, and gets no alarms`,
        `follow it, or ${again}`,
      );
    },
  ),
];
