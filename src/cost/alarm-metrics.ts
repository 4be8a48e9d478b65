import { namesOf } from '../provision/names.ts';
import { alarmRules } from '../provision/resources/alarm-rules.ts';
import { defaultSettings } from '../provision/settings.ts';
import { pricesRegion } from './prices.ts';

/** The alarms of an install by the last part of their name, and how many metrics each is charged for. */
export function alarmMetrics(): ReadonlyMap<string, number> {
  const rules = Object.entries(alarmRules(namesOf(somewhere, defaultSettings), defaultSettings.alarms));
  return new Map(rules.map(([kind, { metrics }]) => [kind, metrics.length]));
}

/** The alarms are the same for every install, wherever it is. */
const somewhere = {
  accountId: '000000000000',
  region: pricesRegion,
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};
