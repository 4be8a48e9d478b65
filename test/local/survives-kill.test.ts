import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillableAws, killableAws } from './killable-aws.ts';

const TableName = 'Files';
const logGroupName = 'group';
const logStreamName = 'stream';

describe('when the embedded AWS is killed in the middle of writing', () => {
  let aws: KillableAws;

  beforeAll(async () => {
    aws = await killableAws();
  });

  afterAll(() => aws.close());

  it('no item that was acknowledged is lost, and no index is out of step with its table', async () => {
    const dynamodb = new DynamoDBClient(aws.clientOptions());
    await createTable(dynamodb);
    // Written over and over, so that index rows move.
    const put = async (i: number) => {
      const item = { name: `f${i % 7}`, half: `h${i % 2}`, version: i };
      await dynamodb.send(new PutItemCommand({ TableName, Item: marshall(item) }));
    };
    const acknowledged = await killDuring(put);

    const again = new DynamoDBClient(aws.clientOptions());
    const { Items = [] } = await again.send(new ScanCommand({ TableName }));
    const items = Items.map((item) => unmarshall(item));
    for (const i of acknowledged) {
      const found = items.find(({ name }) => name === `f${i % 7}`);
      expect(found?.['version']).toBeGreaterThanOrEqual(i);
    }
    const indexed = (await Promise.all(['h0', 'h1'].map((half) => inIndex(again, half)))).flat();
    expect(sorted(indexed)).toEqual(sorted(items));
    again.destroy();
  });

  it('no log line that was acknowledged is lost', async () => {
    const logs = new CloudWatchLogsClient(aws.clientOptions());
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const put = async (i: number) => {
      const logEvents = [{ timestamp: Date.now(), message: `line ${i}` }];
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    };
    const acknowledged = await killDuring(put);

    const again = new CloudWatchLogsClient(aws.clientOptions());
    const { events = [] } = await again.send(new FilterLogEventsCommand({ logGroupName }));
    const lines = new Set(events.map(({ message }) => message));
    expect(acknowledged.filter((i) => !lines.has(`line ${i}`))).toEqual([]);
    again.destroy();
  });

  /** Kills the server while writes are under way, and starts it again. Tells which had succeeded. */
  async function killDuring(write: (i: number) => Promise<void>): Promise<readonly number[]> {
    const acknowledged: number[] = [];
    const write100 = async () => {
      for (let i = 0; i < 100; i++) {
        await write(i);
        acknowledged.push(i);
        // Not waited for: the next write goes out meanwhile.
        if (i === 60) void aws.kill();
      }
    };
    await expect(write100()).rejects.toThrow();
    await aws.start();
    expect(acknowledged.length).toBeGreaterThan(60);
    return acknowledged;
  }
});

async function createTable(dynamodb: DynamoDBClient): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'name', AttributeType: 'S' },
        { AttributeName: 'half', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byHalf',
          KeySchema: [{ AttributeName: 'half', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}

async function inIndex(dynamodb: DynamoDBClient, half: string) {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: 'byHalf',
      KeyConditionExpression: 'half = :half',
      ExpressionAttributeValues: { ':half': { S: half } },
    }),
  );
  return Items.map((item) => unmarshall(item));
}

function sorted(items: readonly Record<string, unknown>[]): readonly string[] {
  return items.map(({ name, half, version }) => JSON.stringify([name, half, version])).sort();
}
