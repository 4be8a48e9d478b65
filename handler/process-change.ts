import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Change } from './change.ts';
import { currentObject } from './current-object.ts';
import { describe } from './extract/describe.ts';
import type { FileRecord, Tombstone } from './record.ts';
import { recordOf, tombstoneOf } from './row.ts';
import { storeRow } from './store-row.ts';

export interface ChangeContext {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  /** The only one whose files the table is about: its rows are found by key alone. */
  readonly bucket: string;
  readonly table: string;
  readonly tombstoneDays: number;
  readonly timeShards: number;
}

export interface Processed {
  /** `superseded`: the table already held this row or a newer one, and was left alone. */
  readonly outcome: 'stored' | 'removed' | 'superseded';
  readonly row: FileRecord | Tombstone;
}

/**
 * Makes the table say what the bucket holds now. The change is only the reason to look: whether it was a
 * creation or a removal does not matter, so events may come late, twice, or in the wrong order. The row
 * with the highest sequencer stays, and S3's answers are never older than the event that asked for them.
 *
 * Throws for a change in another bucket, which would take the row of the same key away from this one's file.
 * In its own bucket "not found" needs no second look: a bucket that is gone was empty before.
 */
export async function processChange(context: ChangeContext, change: Change): Promise<Processed> {
  if (change.bucket !== context.bucket) {
    throw new Error(`the event is about bucket ${change.bucket}, and the table about ${context.bucket}`);
  }
  const object = await currentObject(context.s3, change);
  const row =
    object === undefined
      ? tombstoneOf(change, new Date(), context.tombstoneDays)
      : recordOf(change, object, await describe(object), context.timeShards);
  const stored = await storeRow(context.dynamodb, context.table, row);
  if (!stored) return { outcome: 'superseded', row };
  return { outcome: row.status === 'removed' ? 'removed' : 'stored', row };
}
