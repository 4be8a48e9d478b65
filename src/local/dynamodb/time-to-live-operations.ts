import type * as sdk from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { invalid } from './table-settings.ts';
import type { TableStore, TimeToLive } from './table-store.ts';

/** Changes count at once, and may follow each other; AWS takes up to an hour for each. */
export function timeToLiveOperations(clock: Clock, { tables, find }: TableStore): Operations<typeof sdk> {
  return {
    updateTimeToLive({ TableName, TimeToLiveSpecification: wanted }) {
      const table = find(TableName);
      const attribute = wanted.AttributeName ?? '';
      const enabled = wanted.Enabled ?? false;
      if (attribute.length < 1 || attribute.length > 255) {
        throw invalid('TimeToLive AttributeName must have length from 1 to 255');
      }
      checkChange(table.timeToLive, enabled, attribute);
      tables.set(table.name, { ...table, timeToLive: { enabled, attribute, changed: clock.now() } });
      return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
    },
    describeTimeToLive({ TableName }) {
      const { timeToLive } = find(TableName);
      if (!timeToLive?.enabled) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
      return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attribute } };
    },
  };
}

function checkChange(current: TimeToLive | undefined, enabled: boolean, attribute: string): void {
  if (!current?.enabled) {
    if (!enabled) throw invalid('TimeToLive is already disabled');
    return;
  }
  if (current.attribute !== attribute) {
    throw invalid(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current.attribute}`,
    );
  }
  if (enabled) throw invalid('TimeToLive is already enabled');
}
