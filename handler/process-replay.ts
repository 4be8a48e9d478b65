import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Change, Replay } from './change.ts';
import { currentObject, type StoredObject } from './current-object.ts';
import { describe } from './extract/describe.ts';
import { EXTRACTOR } from './extract/description.ts';
import { fits } from './fits.ts';
import { ObjectChangedError } from './get-range.ts';
import { type ChangeContext, refuseOtherBucket } from './process-change.ts';
import { type FileRecord, LOWEST_SEQUENCER, type Tombstone } from './record.ts';
import { readRow, replaceRow } from './replace-row.ts';
import { recordOf, tombstoneOf } from './row.ts';

export interface Replayed {
  /** `unchanged`: there was nothing to do. */
  readonly outcome: 'stored' | 'removed' | 'unchanged';
  /** Absent when there is neither a row nor an object. */
  readonly row?: FileRecord | Tombstone | undefined;
}

/** Each but the last ends with a row that somebody else wrote meanwhile: rare once, next to impossible ten times. */
const ATTEMPTS = 10;

/**
 * Brings the row up to date with what the bucket holds now, though no event says so. The row keeps its sequencer,
 * or gets the lowest, so that every event that is still to come wins; and it is replaced only if it is the one
 * that was read before the object was looked at, so that of two replays none leaves an older state. `milliseconds` is how
 * long the reading of the file may take.
 *
 * A row that fits its object is left alone, unless another extractor wrote it or the file could not be understood.
 */
export async function processReplay(
  context: ChangeContext,
  replay: Replay,
  milliseconds: number,
): Promise<Replayed> {
  refuseOtherBucket(context, replay);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const replayed = await bringUpToDate(context, replay, milliseconds).catch(unlessChanged);
    if (replayed !== undefined) return replayed;
  }
  throw new Error(`the row was changed by others at each of ${ATTEMPTS} attempts`);
}

/** Undefined when the row was changed meanwhile. */
async function bringUpToDate(
  context: ChangeContext,
  replay: Replay,
  milliseconds: number,
): Promise<Replayed | undefined> {
  const { s3, dynamodb, table, tombstoneDays, timeShards, extractor } = context;
  const read = await readRow(dynamodb, table, replay.key);
  const before = read && (unmarshall(read) as FileRecord | Tombstone);
  const object = await currentObject(s3, replay);
  if (isUpToDate(before, object)) return { outcome: 'unchanged', row: before };
  const change = changeBehind(replay, before, object);
  const row =
    object === undefined
      ? tombstoneOf(change, new Date(), tombstoneDays)
      : recordOf(change, object, await describe(s3, object, extractor, milliseconds), timeShards);
  if (!(await replaceRow(dynamodb, table, row, read))) return undefined;
  return { outcome: row.status === 'removed' ? 'removed' : 'stored', row };
}

/** A file that was replaced or deleted while it was read is looked at again. */
function unlessChanged(error: unknown): undefined {
  if (!(error instanceof ObjectChangedError)) throw error;
}

function isUpToDate(row: FileRecord | Tombstone | undefined, object: StoredObject | undefined): boolean {
  if (object === undefined) return row === undefined || row.status === 'removed';
  return row?.status === 'described' && row.extractor === EXTRACTOR && fits(row, object);
}

/** As if the event that the row was written for came again: it tells the time of its object, and of no other. */
function changeBehind(
  { bucket, key }: Replay,
  row: FileRecord | Tombstone | undefined,
  object: StoredObject | undefined,
): Change {
  const change = {
    bucket,
    key,
    kind: 'created',
    sequencer: row?.sequencer ?? LOWEST_SEQUENCER,
    time: '',
  } as const;
  if (row === undefined || row.status === 'removed' || object === undefined) return change;
  return fits(row, object)
    ? { ...change, time: row.uploadTime, etag: row.etag, versionId: row.versionId }
    : change;
}
