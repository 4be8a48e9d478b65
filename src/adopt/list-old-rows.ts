import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEY, TIME_INDEX_PARTITION, TIME_INDEX_SORT, timeShardOf } from '../../handler/record.ts';
import type { Control } from '../control.ts';
import { inParallel } from '../provision/in-parallel.ts';

/** What became of the rows that the function before filepipe's had written. */
export interface OldRows {
  /** Were given what `list-metadata` finds them by. */
  readonly listed: number;
  /** Lack a time or a size that can be read: not listed until their files are written again. */
  readonly unlisted: number;
  /** Why the rows, or the rest of them, could not be changed. */
  readonly denied?: string;
}

/** Far below the 1,000 writes a second that a partition takes. */
const AT_ONCE = 16;

/**
 * Gives the table's old rows what the time index finds rows by, and brings their times and sizes into the form
 * that it compares; all else in them stays. A row that filepipe's function has written, or writes meanwhile, is
 * left alone, so the newest wins. Reads the whole table; doing it again goes on with what is left. The index has
 * `timeShards` shards.
 */
export async function listOldRows(
  dynamodb: DynamoDBClient,
  table: string,
  timeShards: number,
  { signal }: Control,
): Promise<OldRows> {
  let listed = 0;
  let unlisted = 0;
  await inParallel(oldRows(dynamodb, table, signal), AT_ONCE, signal, async (row) => {
    const wanted = indexedForm(row, timeShards);
    if (wanted === undefined) unlisted++;
    else if (await update(dynamodb, table, row, wanted)) listed++;
  });
  return { listed, unlisted };
}

type Row = Readonly<Record<string, AttributeValue>>;

async function* oldRows(client: DynamoDBClient, TableName: string, abortSignal: AbortSignal) {
  const input = {
    TableName,
    FilterExpression: 'attribute_not_exists(sequencer) AND attribute_not_exists(#shard)',
    ProjectionExpression: '#key, #time, #size',
    ExpressionAttributeNames: {
      '#key': TABLE_KEY,
      '#time': TIME_INDEX_SORT,
      '#shard': TIME_INDEX_PARTITION,
      '#size': 'size',
    },
  };
  for await (const { Items = [] } of paginateScan({ client }, input, { abortSignal })) yield* Items;
}

interface IndexedForm {
  readonly shard: string;
  readonly time: string;
  readonly size: string;
}

/** Undefined when the row does not say when its file came, or how large it is. */
function indexedForm(row: Row, timeShards: number): IndexedForm | undefined {
  const time = timeIn(row[TIME_INDEX_SORT]);
  const size = row['size']?.N ?? row['size']?.S ?? '';
  if (time === undefined || !/^\d+$/.test(size)) return undefined;
  return { shard: timeShardOf(row[TABLE_KEY]?.S ?? '', timeShards), time, size };
}

/** ISO 8601 with milliseconds, of a text that is a date or of a number of seconds or milliseconds since 1970. */
function timeIn(value: AttributeValue | undefined): string | undefined {
  const number = Number(value?.N);
  const milliseconds =
    value?.S === undefined ? (number < 1e11 ? number * 1000 : number) : Date.parse(value.S);
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Whether it was done; not when the row is gone or has become another one. */
async function update(
  dynamodb: DynamoDBClient,
  TableName: string,
  row: Row,
  { shard, time, size }: IndexedForm,
): Promise<boolean> {
  const change = new UpdateItemCommand({
    TableName,
    Key: { [TABLE_KEY]: row[TABLE_KEY] ?? { S: '' } },
    UpdateExpression: 'SET #shard = :shard, #time = :time, #size = :size',
    ConditionExpression:
      'attribute_exists(#key) AND attribute_not_exists(sequencer) AND #time = :before AND #size = :sizeBefore',
    ExpressionAttributeNames: {
      '#key': TABLE_KEY,
      '#time': TIME_INDEX_SORT,
      '#shard': TIME_INDEX_PARTITION,
      // A reserved word.
      '#size': 'size',
    },
    ExpressionAttributeValues: {
      ':shard': { S: shard },
      ':time': { S: time },
      ':size': { N: size },
      ':before': row[TIME_INDEX_SORT] ?? { NULL: true },
      ':sizeBefore': row['size'] ?? { NULL: true },
    },
  });
  try {
    await dynamodb.send(change);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
