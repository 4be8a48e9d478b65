import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type FileRecord, TABLE_KEY, type Tombstone } from './record.ts';

/** A row as DynamoDB has it. */
export type StoredRow = Readonly<Record<string, AttributeValue>>;

/** The file's row this instant; undefined when there is none. */
export async function readRow(
  dynamodb: DynamoDBClient,
  table: string,
  filename: string,
): Promise<StoredRow | undefined> {
  const get = new GetItemCommand({
    TableName: table,
    Key: { [TABLE_KEY]: { S: filename } },
    ConsistentRead: true,
  });
  return (await dynamodb.send(get)).Item;
}

/** Replaces the file's row if it is still the one that was read, or still absent. Returns whether it did. */
export async function replaceRow(
  dynamodb: DynamoDBClient,
  table: string,
  row: FileRecord | Tombstone,
  read: StoredRow | undefined,
): Promise<boolean> {
  const put = new PutItemCommand({
    TableName: table,
    Item: marshall(row, { removeUndefinedValues: true }),
    ...(read === undefined ? absent : stillTheSame(read)),
  });
  try {
    await dynamodb.send(put);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const absent = {
  ConditionExpression: 'attribute_not_exists(#key)',
  ExpressionAttributeNames: { '#key': TABLE_KEY },
};

/** No two rows of a file that were written for different reasons have all of these alike. */
const TELLING = ['sequencer', 'etag', 'versionId', 'uploadTime', 'status', 'extractor', 'removedTime'];

function stillTheSame(read: StoredRow) {
  const there = TELLING.filter((name) => read[name] !== undefined);
  const conditions = TELLING.map((name) =>
    read[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
  );
  return {
    ConditionExpression: ['attribute_exists(#key)', ...conditions].join(' AND '),
    ExpressionAttributeNames: {
      '#key': TABLE_KEY,
      ...Object.fromEntries(TELLING.map((name) => [`#${name}`, name])),
    },
    ...(there.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(
        there.flatMap((name) => (read[name] === undefined ? [] : [[`:${name}`, read[name]]])),
      ),
    }),
  };
}
