import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import { invalid } from './table-settings.ts';
import type { StoredIndex, StoredTable } from './table-store.ts';

// What a table is busy with. Nothing runs for it: the time alone decides. Wording and lengths as seen on AWS.

/** What is being done to a table, and when it is over: milliseconds since the epoch. */
export interface TableChange {
  readonly status: 'CREATING' | 'UPDATING' | 'DELETING';
  readonly until: number;
}

/** What a new index goes through after it was added: milliseconds since the epoch. */
export interface IndexCreation {
  /** Until then its table is UPDATING; from then on the index is being filled. */
  readonly fillsFrom: number;
  readonly until: number;
}

/** What marks a table as busy for so long, from now on. */
export function busy(
  status: TableChange['status'],
  now: number,
  seconds: number,
): Pick<StoredTable, 'change'> {
  return seconds > 0 ? { change: { status, until: now + seconds * 1000 } } : {};
}

/** The same for a table that has got these new indexes: it is free again while they are being filled. */
export function busyWithIndexes(
  table: StoredTable,
  added: readonly StoredIndex[],
  now: number,
  seconds: number,
): StoredTable {
  if (added.length === 0 || seconds === 0) return { ...table, ...busy('UPDATING', now, seconds) };
  const creation = { fillsFrom: now + seconds * 500, until: now + seconds * 1000 };
  return {
    ...table,
    ...busy('UPDATING', now, seconds / 2),
    globalIndexes: table.globalIndexes.map((index) =>
      added.some(({ id }) => id === index.id) ? { ...index, creation } : index,
    ),
  };
}

export function statusOf({ change }: StoredTable, now: number): sdk.TableStatus {
  return change !== undefined && now < change.until ? change.status : 'ACTIVE';
}

/** Whether an index's creation is under way, and whether its being filled is. */
export function indexState({ creation }: StoredIndex, now: number): sdk.GlobalSecondaryIndexDescription {
  if (creation === undefined || now >= creation.until) return { IndexStatus: 'ACTIVE' };
  return { IndexStatus: 'CREATING', Backfilling: now >= creation.fillsFrom };
}

/** Whether the table's items can be read and written. */
export function servesItems(table: StoredTable, now: number): boolean {
  return ['ACTIVE', 'UPDATING'].includes(statusOf(table, now));
}

/** Backups of a new table are there only some seconds after the table itself: a third of its time again. */
export function backupsReady({ created, change }: StoredTable, now: number): boolean {
  return change?.status !== 'CREATING' || now >= change.until + (change.until - created) / 3;
}

/** Refuses to read an index that is not filled yet. */
export function checkReadable(table: StoredTable, indexName: string, now: number): void {
  const index = table.globalIndexes.find(({ name }) => name === indexName);
  if (index === undefined || indexState(index, now).IndexStatus === 'ACTIVE') return;
  throw invalid(`Cannot read from backfilling global secondary index: ${indexName}`);
}

/** Refuses an update of a table that is busy; `ofIndexes` is whether indexes come or go. */
export function checkUpdatable(table: StoredTable, ofIndexes: boolean, now: number): void {
  checkThere(table, now);
  if (statusOf(table, now) === 'UPDATING') throw inUse(`Table is being updated: ${table.name}`);
  if (ofIndexes && fillsIndex(table, now)) throw oneIndexAtATime();
}

/** Refuses the deletion of a table that is busy. One that is being deleted may be deleted once more. */
export function checkDeletable(table: StoredTable, now: number): void {
  const { name } = table;
  const status = statusOf(table, now);
  if (status === 'CREATING') throw inUse(`Table is being created: ${name}`);
  if (fillsIndex(table, now)) {
    throw inUse('Cannot delete table while indexes are being created, updated, or deleted.');
  }
  if (status === 'UPDATING') throw inUse(`Table: ${name} is in the process of being updated.`);
}

/** Refuses what needs a table that is neither coming nor going. */
export function checkThere(table: StoredTable, now: number): void {
  const status = statusOf(table, now);
  if (status === 'CREATING') throw inUse(`Table is being created: ${table.name}`);
  if (status === 'DELETING') throw inUse(`Table is being deleted: ${table.name}`);
}

export function oneIndexAtATime(): AwsError {
  return new AwsError(
    'LimitExceededException',
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  );
}

function fillsIndex({ globalIndexes }: StoredTable, now: number): boolean {
  return globalIndexes.some((index) => indexState(index, now).IndexStatus === 'CREATING');
}

function inUse(why: string): AwsError {
  return new AwsError('ResourceInUseException', `Attempt to change a resource which is still in use: ${why}`);
}
