import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { invalid } from './table-settings.ts';
import { statusOf } from './table-state.ts';
import type { StoredTable, TableStore, TimeToLive } from './table-store.ts';

/** Changes count at once, and may follow each other, unless AWS's pace is asked for. */
export function timeToLiveOperations(
  { clock, realism }: Core,
  { tables, find }: TableStore,
): Operations<typeof sdk> {
  return {
    updateTimeToLive({ TableName, TimeToLiveSpecification: wanted }) {
      const table = find(TableName);
      const attribute = wanted.AttributeName ?? '';
      const enabled = wanted.Enabled ?? false;
      if (attribute.length < 1 || attribute.length > 255) {
        throw invalid('TimeToLive AttributeName must have length from 1 to 255');
      }
      checkStatus(table);
      checkChange(table.timeToLive, enabled, attribute);
      if (realism.ttlChangesHourly && secondsSince(table.timeToLive) < HOUR_SECONDS) throw tooSoon();
      tables.set(table.name, { ...table, timeToLive: { enabled, attribute, changed: clock.now() } });
      return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
    },
    describeTimeToLive({ TableName }) {
      const table = find(TableName);
      const status = statusOf(table, clock.now());
      if (status === 'CREATING' || status === 'DELETING') {
        throw invalid(
          `Cannot describe time to live while table is in ${status} state: Current table state is ${status}`,
        );
      }
      return { TimeToLiveDescription: describe(table.timeToLive) };
    },
  };

  function checkStatus(table: StoredTable): void {
    const status = statusOf(table, clock.now());
    if (status !== 'CREATING' && status !== 'DELETING') return;
    throw new AwsError(
      'ResourceInUseException',
      `Attempt to change a resource which is still in use: Table ${table.name} is being ` +
        (status === 'CREATING' ? 'created' : 'deleted'),
    );
  }

  function describe(timeToLive: TimeToLive | undefined): sdk.TimeToLiveDescription {
    const settling = realism.ttlChangesHourly && secondsSince(timeToLive) < SETTLE_SECONDS;
    if (timeToLive === undefined || (!timeToLive.enabled && !settling)) {
      return { TimeToLiveStatus: 'DISABLED' };
    }
    const [settled, under] = timeToLive.enabled
      ? (['ENABLED', 'ENABLING'] as const)
      : (['DISABLED', 'DISABLING'] as const);
    return { TimeToLiveStatus: settling ? under : settled, AttributeName: timeToLive.attribute };
  }

  function secondsSince(timeToLive: TimeToLive | undefined): number {
    return timeToLive === undefined ? Number.POSITIVE_INFINITY : (clock.now() - timeToLive.changed) / 1000;
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
const HOUR_SECONDS = 3600;

/** How long a change is ENABLING or DISABLING, where it is not done at once. */
const SETTLE_SECONDS = 10;

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

function tooSoon(): AwsError {
  return invalid('Time to live has been modified multiple times within a fixed interval');
}
