import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { FileRecord, Tombstone } from './record.ts';

/**
 * Replaces the file's row unless the table has one that is as new or newer. Returns whether it did; false
 * for a duplicate or late event is as it should be. A row without sequencer is always replaced.
 */
export async function storeRow(
  dynamodb: DynamoDBClient,
  table: string,
  row: FileRecord | Tombstone,
): Promise<boolean> {
  const put = new PutItemCommand({
    TableName: table,
    Item: marshall(row, { removeUndefinedValues: true }),
    ConditionExpression: 'attribute_not_exists(sequencer) OR sequencer < :sequencer',
    ExpressionAttributeValues: { ':sequencer': { S: row.sequencer } },
  });
  try {
    await dynamodb.send(put);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
