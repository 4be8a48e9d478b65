import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Change } from './change.ts';
import { currentObject } from './current-object.ts';
import { describe } from './extract/describe.ts';
import type { Extractor } from './extract/extractor.ts';
import { firstLook, type Look } from './first-look.ts';
import { ObjectChangedError } from './get-range.ts';
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
  readonly extractor: Extractor;
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
 * Throws for a change in another bucket, which would take the row of the same key away from this one's file. In its own
 * bucket "not found" needs no second look: a bucket that is gone was empty before. `milliseconds` is how
 * long the reading of the file may take.
 */
export async function processChange(
  context: ChangeContext,
  change: Change,
  milliseconds: number,
): Promise<Processed> {
  refuseOtherBucket(context, change);
  const row = await currentRow(context, change, milliseconds);
  const stored = await storeRow(context.dynamodb, context.table, row);
  if (!stored) return { outcome: 'superseded', row };
  return { outcome: row.status === 'removed' ? 'removed' : 'stored', row };
}

/** Throws for what is about another bucket than the table is. */
export function refuseOtherBucket(
  context: Pick<ChangeContext, 'bucket'>,
  { bucket }: { readonly bucket: string },
): void {
  if (bucket === context.bucket) return;
  throw new Error(`the event is about bucket ${bucket}, and the table about ${context.bucket}`);
}

/** How often a file may be replaced while it is read before the event is left to Lambda's own repetition. */
const MAX_LOOKS = 5;

async function currentRow(
  { s3, extractor, tombstoneDays, timeShards }: ChangeContext,
  change: Change,
  milliseconds: number,
): Promise<FileRecord | Tombstone> {
  for (let look = 1; ; look += 1) {
    const { object, beginning }: Look =
      look === 1 ? await firstLook(s3, change) : { object: await currentObject(s3, change) };
    if (object === undefined) return tombstoneOf(change, new Date(), tombstoneDays);
    try {
      const description = await describe(s3, object, extractor, milliseconds, beginning);
      return recordOf(change, object, description, timeShards);
    } catch (error) {
      if (!(error instanceof ObjectChangedError) || look === MAX_LOOKS) throw error;
    }
  }
}
