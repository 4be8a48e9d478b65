import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { TABLE_KEY, TIME_INDEX, TIME_INDEX_PARTITION, TIME_INDEX_SORT } from '../../handler/record.ts';

/** A table with the key and the index that the pipeline's table has, ready for use. */
export async function createTable(dynamodb: DynamoDBClient, name: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  const create = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [TABLE_KEY, TIME_INDEX_PARTITION, TIME_INDEX_SORT].map(attribute),
    KeySchema: [{ AttributeName: TABLE_KEY, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: TIME_INDEX,
        KeySchema: [
          { AttributeName: TIME_INDEX_PARTITION, KeyType: 'HASH' },
          { AttributeName: TIME_INDEX_SORT, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  await dynamodb.send(create);
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: name });
}
