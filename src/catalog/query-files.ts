import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type FileRecord,
  TABLE_KEY,
  TIME_INDEX,
  TIME_INDEX_PARTITION,
  TIME_INDEX_SORT,
  timeShards,
} from '../../handler/record.ts';
import { mergeSorted } from './merge-sorted.ts';

/**
 * A row as it is listed. What is not certain is lacking in rows that were in the table before filepipe's function
 * was, until their files are written again.
 */
export type ListedFile = Pick<FileRecord, 'filename' | 'size' | 'uploadTime'> & Partial<FileRecord>;

export interface FileQuery {
  /** Only names that begin with this. A filter: rows of other names are read and passed over. */
  readonly prefix?: string;
  /** Only uploads at or after this time. */
  readonly since?: Date;
  /** Only uploads before this time. */
  readonly until?: Date;
  /** At most this many; default all. */
  readonly limit?: number;
}

/**
 * The files in the table, newest first, those of one moment by name. Reads the time index a page at a
 * time as the caller goes on, so memory does not grow with the table. Removed files are not in the index.
 * The index follows the table within about a second; use `getRow` for what is there this instant.
 */
export async function* queryFiles(
  dynamodb: DynamoDBClient,
  table: string,
  query: FileQuery,
  signal: AbortSignal,
): AsyncGenerator<ListedFile> {
  const { limit = Number.POSITIVE_INFINITY } = query;
  if (limit <= 0) return;
  const read = (shard: string) => orderedByName(shardRows(dynamodb, shardQuery(table, shard, query), signal));
  let count = 0;
  for await (const record of mergeSorted(timeShards.map(read), newestFirst)) {
    yield record;
    count += 1;
    if (count >= limit) return;
  }
}

function shardQuery(table: string, shard: string, query: FileQuery): QueryCommandInput {
  const { prefix = '', since, until, limit } = query;
  // The index's times are whole milliseconds, so "before" is "up to the millisecond before".
  const last = until && new Date(until.getTime() - 1);
  return {
    TableName: table,
    IndexName: TIME_INDEX,
    ScanIndexForward: false,
    KeyConditionExpression: '#shard = :shard AND #time BETWEEN :since AND :last',
    ExpressionAttributeNames: {
      '#shard': TIME_INDEX_PARTITION,
      '#time': TIME_INDEX_SORT,
      ...(prefix && { '#name': TABLE_KEY }),
    },
    ExpressionAttributeValues: {
      ':shard': { S: shard },
      ':since': { S: since?.toISOString() ?? '0' },
      ':last': { S: last?.toISOString() ?? '9' },
      ...(prefix && { ':prefix': { S: prefix } }),
    },
    // One more than wanted, because the row behind the last tells that no other has its time. Behind a
    // filter a page has to be as large as DynamoDB makes it, since most of its rows may fall away.
    ...(prefix
      ? { FilterExpression: 'begins_with(#name, :prefix)' }
      : { Limit: Math.min(limit ?? 500, 500) + 1 }),
  };
}

async function* shardRows(
  dynamodb: DynamoDBClient,
  input: QueryCommandInput,
  abortSignal: AbortSignal,
): AsyncGenerator<ListedFile> {
  for await (const page of paginateQuery({ client: dynamodb }, input, { abortSignal })) {
    for (const item of page.Items ?? []) yield unmarshall(item) as ListedFile;
  }
}

/** The index leaves open how rows of the same time follow each other. */
async function* orderedByName(records: AsyncIterable<ListedFile>): AsyncGenerator<ListedFile> {
  let moment: ListedFile[] = [];
  for await (const record of records) {
    if (moment[0]?.uploadTime !== record.uploadTime) {
      yield* moment.sort(newestFirst);
      moment = [];
    }
    moment.push(record);
  }
  yield* moment.sort(newestFirst);
}

function newestFirst(a: ListedFile, b: ListedFile): number {
  return compare(b.uploadTime, a.uploadTime) || compare(a.filename, b.filename);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
