import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type FileRecord,
  TABLE_KEY,
  TIME_INDEX,
  TIME_INDEX_PARTITION,
  TIME_INDEX_SORT,
} from '../../handler/record.ts';
import { mergeShards } from './merge-shards.ts';

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
  yield* mergeShards((shard) => shardRows(dynamodb, shardQuery(table, shard, query), signal), query);
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
    // One more than wanted, because the row behind the last tells that no other has its time. Pages of what is read to its
    // end are as large as DynamoDB makes them, and so are those behind a filter, since most of their rows may fall away.
    ...(prefix && { FilterExpression: 'begins_with(#name, :prefix)' }),
    ...(prefix === '' && limit !== undefined && { Limit: Math.min(limit, 500) + 1 }),
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
