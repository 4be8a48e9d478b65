import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { invalid } from './table-settings.ts';
import { backupsReady, statusOf } from './table-state.ts';
import { type Recovery, type StoredTable, type TableStore, tableName } from './table-store.ts';

const MAX_DAYS = 35;

/** The setting of continuous backups. None is made, and nothing serves a restore. */
export function recoveryOperations(clock: Clock, { tables }: TableStore): Operations<typeof sdk> {
  return {
    updateContinuousBackups({ TableName, PointInTimeRecoverySpecification: wanted }) {
      const found = findForBackup(TableName);
      if (!backupsReady(found, clock.now())) throw notReady(found.name);
      const { recovery, ...table } = found;
      const days = wanted.RecoveryPeriodInDays ?? recovery?.days ?? MAX_DAYS;
      if (days < 1 || days > MAX_DAYS) {
        throw invalid(
          `Invalid Input. RecoveryPeriodInDays must be between 1 and ${MAX_DAYS}, both inclusive`,
        );
      }
      if (!wanted.PointInTimeRecoveryEnabled) {
        if (wanted.RecoveryPeriodInDays !== undefined) {
          throw invalid('RecoveryPeriodInDays can only be set while point in time recovery is enabled');
        }
        tables.set(table.name, table);
        return { ContinuousBackupsDescription: describe(undefined, true) };
      }
      const next = { days, since: recovery?.since ?? clock.now() };
      tables.set(table.name, { ...table, recovery: next });
      return { ContinuousBackupsDescription: describe(next, true) };
    },
    describeContinuousBackups({ TableName }) {
      const table = findForBackup(TableName);
      return {
        ContinuousBackupsDescription: describe(table.recovery, backupsReady(table, clock.now())),
      };
    },
  };

  function findForBackup(nameOrArn: string): StoredTable {
    const name = tableName(nameOrArn);
    const table = tables.get(name);
    if (table === undefined || statusOf(table, clock.now()) === 'DELETING')
      throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
    return table;
  }

  function describe(recovery: Recovery | undefined, ready: boolean): sdk.ContinuousBackupsDescription {
    return {
      ContinuousBackupsStatus: ready ? 'ENABLED' : 'DISABLED',
      PointInTimeRecoveryDescription:
        recovery === undefined
          ? { PointInTimeRecoveryStatus: 'DISABLED' }
          : {
              PointInTimeRecoveryStatus: 'ENABLED',
              RecoveryPeriodInDays: recovery.days,
              EarliestRestorableDateTime: new Date(recovery.since),
              LatestRestorableDateTime: new Date(clock.now()),
            },
    };
  }
}

function notReady(name: string): AwsError {
  return new AwsError(
    'ContinuousBackupsUnavailableException',
    `Backups are being enabled for the table: ${name}. Please retry later`,
  );
}
