import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type FileRecord, TABLE_KEY, type Tombstone } from '../../handler/record.ts';

/**
 * What the table holds under a name this instant: the file's record, the tombstone of a file that was
 * removed (`status` tells which), or undefined.
 */
export async function getRow(
  dynamodb: DynamoDBClient,
  table: string,
  filename: string,
  signal: AbortSignal,
): Promise<FileRecord | Tombstone | undefined> {
  const get = new GetItemCommand({
    TableName: table,
    Key: { [TABLE_KEY]: { S: filename } },
    ConsistentRead: true,
  });
  const { Item } = await dynamodb.send(get, { abortSignal: signal });
  return Item && (unmarshall(Item) as FileRecord | Tombstone);
}
