import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  ScanCommand,
  type ScanCommandInput,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const TableName = 'FileMetadata';
const ARN = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;

const byTime = {
  IndexName: 'byTime',
  KeySchema: [
    { AttributeName: 'day', KeyType: 'HASH' as const },
    { AttributeName: 'at', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
};
const filename = { AttributeName: 'filename', AttributeType: 'S' as const };
const indexAttributes = [
  { AttributeName: 'day', AttributeType: 'S' as const },
  { AttributeName: 'at', AttributeType: 'S' as const },
];
const plainTable: CreateTableCommandInput = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'filename', KeyType: 'HASH' }],
  AttributeDefinitions: [filename],
};
const indexedTable: CreateTableCommandInput = {
  ...plainTable,
  AttributeDefinitions: [filename, ...indexAttributes],
  GlobalSecondaryIndexes: [byTime],
};

describe('DynamoDB', () => {
  let clock: ManualClock;
  let fresh: FreshAws;
  let dynamodb: DynamoDBClient;

  /** Clients sign with the time that the server has now. */
  function settings() {
    return { ...fresh.clientOptions(), systemClockOffset: clock.now() - Date.now() };
  }

  async function restart(): Promise<void> {
    dynamodb.destroy();
    await fresh.restart();
    dynamodb = new DynamoDBClient(settings());
  }

  beforeEach(async () => {
    clock = manualClock();
    fresh = await freshAws({ clock });
    dynamodb = new DynamoDBClient(settings());
  });

  afterEach(async () => {
    dynamodb.destroy();
    await fresh.close();
  });

  const create = (input: CreateTableCommandInput = indexedTable) =>
    dynamodb.send(new CreateTableCommand(input));
  const put = (item: object) => dynamodb.send(new PutItemCommand({ TableName, Item: marshall(item) }));
  const get = async (name: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName, Key: marshall({ filename: name }) }))).Item;
  const table = async () => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;

  async function onDay(day: string, more: object = {}): Promise<readonly (string | undefined)[]> {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'byTime',
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': { S: day } },
        ...more,
      }),
    );
    return Items.map((item) => item['filename']?.S);
  }

  async function allOf(scan: ScanCommandInput): Promise<readonly (string | undefined)[]> {
    const names: (string | undefined)[] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamodb }, scan)) {
      names.push(...Items.map((item) => item['filename']?.S));
    }
    return names;
  }

  describe('tables', () => {
    it('tell of themselves as they were made', async () => {
      const Tags = [{ Key: 'a', Value: '1' }];
      const made = await create({
        ...indexedTable,
        DeletionProtectionEnabled: true,
        TableClass: 'STANDARD',
        Tags,
      });
      expect(made.TableDescription?.TableStatus).toBe('CREATING');
      expect(await table()).toMatchObject({
        TableName,
        TableArn: ARN,
        TableStatus: 'ACTIVE',
        CreationDateTime: new Date(clock.now()),
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        DeletionProtectionEnabled: true,
        TableClassSummary: { TableClass: 'STANDARD' },
        GlobalSecondaryIndexes: [
          { IndexName: 'byTime', IndexStatus: 'ACTIVE', IndexArn: `${ARN}/index/byTime` },
        ],
      });
      const { Tags: found } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: ARN }));
      expect(found).toEqual(Tags);
    });

    it('are listed in pages', async () => {
      for (const name of ['ccc', 'aaa', 'bbb']) await create({ ...plainTable, TableName: name });
      const first = await dynamodb.send(new ListTablesCommand({ Limit: 2 }));
      expect(first).toMatchObject({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
      const second = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }));
      expect(second.TableNames).toEqual(['ccc']);
    });

    it('are not deleted while they are protected', async () => {
      await create({ ...plainTable, DeletionProtectionEnabled: true });
      await expect(dynamodb.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
      await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
      await dynamodb.send(new DeleteTableCommand({ TableName }));
      await expect(table()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    it('show nothing of their predecessors', async () => {
      await create();
      await put({ filename: 'old', day: 'x', at: '1' });
      await dynamodb.send(new DeleteTableCommand({ TableName }));
      await create();
      expect(await get('old')).toBeUndefined();
      expect(await onDay('x')).toEqual([]);
    });

    it('keep items, tags and settings over a restart', async () => {
      await create();
      await put({ filename: 'a', day: 'x', at: '1' });
      await dynamodb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: [{ Key: 'b', Value: '2' }] }));
      await dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
        }),
      );
      await restart();
      expect(await get('a')).toEqual(marshall({ filename: 'a', day: 'x', at: '1' }));
      expect(await onDay('x')).toEqual(['a']);
      await dynamodb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['other'] }));
      const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: ARN }));
      expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
      const { TimeToLiveDescription } = await dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName: ARN }),
      );
      expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    });

    it('get an index that holds what is there already, and lose it again', async () => {
      await create(plainTable);
      for (let i = 0; i < 30; i++) await put({ filename: `f${i}`, day: 'x', at: String(i).padStart(2, '0') });
      await put({ filename: 'other', day: 7 });
      await dynamodb.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [filename, ...indexAttributes],
          GlobalSecondaryIndexUpdates: [{ Create: byTime }],
        }),
      );
      expect(await onDay('x', { ScanIndexForward: false, Limit: 2 })).toEqual(['f29', 'f28']);
      await put({ filename: 'new', day: 'x', at: '99' });
      expect(await onDay('x')).toHaveLength(31);
      const Delete = { IndexName: 'byTime' };
      await dynamodb.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
      expect((await table())?.AttributeDefinitions).toEqual([filename]);
      await expect(onDay('x')).rejects.toThrow('The table does not have the specified index: byTime');
    });

    it('remember point-in-time recovery', async () => {
      await create();
      const { ContinuousBackupsDescription } = await dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
        }),
      );
      const enabled = { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 7 };
      expect(ContinuousBackupsDescription).toMatchObject({ PointInTimeRecoveryDescription: enabled });
      const described = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
      expect(described.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject(enabled);
      await expect(
        dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: 'missing' })),
      ).rejects.toMatchObject({ name: 'TableNotFoundException' });
    });

    it.each<[string, Partial<CreateTableCommandInput>, string]>([
      ['a short name', { TableName: 'ab' }, 'at least 3 characters long'],
      [
        'an attribute that no key uses',
        { AttributeDefinitions: [filename, ...indexAttributes] },
        'exactly match',
      ],
      [
        'an attribute that no key uses beside an index',
        {
          AttributeDefinitions: [filename, ...indexAttributes, { AttributeName: 'more', AttributeType: 'S' }],
          GlobalSecondaryIndexes: [byTime],
        },
        'Some AttributeDefinitions are not used',
      ],
      [
        'no throughput and no billing mode',
        { BillingMode: undefined },
        'ReadCapacityUnits and WriteCapacityUnits',
      ],
      ['a stream', { StreamSpecification: { StreamEnabled: true } }, 'does not serve StreamSpecification'],
      ['a reserved tag', { Tags: [{ Key: 'aws:x', Value: '' }] }, 'must not begin with'],
    ])('are refused with %s', async (_what, changes, message) => {
      await expect(create({ ...plainTable, ...changes })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message),
      });
    });

    it('are refused under a name that is taken', async () => {
      await create();
      await expect(create()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    });
  });

  describe('items', () => {
    beforeEach(() => create());

    it('come back with every type of attribute as they were put', async () => {
      const item = {
        filename: 'a',
        size: 1.5,
        data: new Uint8Array([0, 255]),
        none: null,
        yes: true,
        list: [1, { deep: ['x', new Set(['a', 'b'])] }],
        numbers: new Set([1, 2]),
      };
      await put(item);
      expect(await get('a')).toEqual(marshall(item));
    });

    it('are found by the ARN of their table', async () => {
      await put({ filename: 'a' });
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName: ARN, Key: marshall({ filename: 'a' }) }),
      );
      expect(Item).toEqual(marshall({ filename: 'a' }));
    });

    it('are replaced by newer ones only, of many writers at once', async () => {
      const sequencers = Array.from({ length: 40 }, (_, i) => String((i * 17) % 40).padStart(3, '0'));
      const outcomes = await Promise.allSettled(
        sequencers.map((sequencer) =>
          dynamodb.send(
            new PutItemCommand({
              TableName,
              Item: marshall({ filename: 'a', day: 'x', at: sequencer, sequencer }),
              ConditionExpression: 'attribute_not_exists(sequencer) OR sequencer < :sequencer',
              ExpressionAttributeValues: { ':sequencer': { S: sequencer } },
            }),
          ),
        ),
      );
      expect((await get('a'))?.['sequencer']).toEqual({ S: '039' });
      expect(await onDay('x')).toEqual(['a']);
      const failures = outcomes.flatMap((it) => (it.status === 'rejected' ? [String(it.reason.name)] : []));
      expect(new Set(failures)).toEqual(new Set(['ConditionalCheckFailedException']));
    });

    it('are shown to whoever fails on a condition and asks', async () => {
      await put({ filename: 'a', size: 1 });
      const request = {
        TableName,
        Item: marshall({ filename: 'a' }),
        ConditionExpression: 'attribute_not_exists(filename)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      };
      await expect(dynamodb.send(new PutItemCommand(request))).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item: marshall({ filename: 'a', size: 1 }),
      });
    });

    it('change in place, and move in their index', async () => {
      await put({ filename: 'a', day: 'x', at: '1', count: 1 });
      const { Attributes } = await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall({ filename: 'a' }),
          UpdateExpression: 'SET #day = :day, #count = #count + :one REMOVE absent',
          ExpressionAttributeNames: { '#day': 'day', '#count': 'count' },
          ExpressionAttributeValues: marshall({ ':day': 'y', ':one': 1 }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      expect(Attributes).toEqual(marshall({ filename: 'a', day: 'y', at: '1', count: 2 }));
      expect([await onDay('x'), await onDay('y')]).toEqual([[], ['a']]);
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: marshall({ filename: 'a' }) }));
      expect(await onDay('y')).toEqual([]);
    });

    it('are written and read in batches', async () => {
      const names = Array.from({ length: 25 }, (_, i) => `f${i}`);
      const requests = names.map((name) => ({
        PutRequest: { Item: marshall({ filename: name, day: 'x', at: name }) },
      }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
      const Keys = [...names, 'missing'].map((name) => marshall({ filename: name }));
      const { Responses } = await dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [ARN]: { Keys } } }),
      );
      expect(Responses?.[TableName]).toHaveLength(25);
      expect(await onDay('x')).toHaveLength(25);
    });

    it('are queried and scanned in pages', async () => {
      for (let i = 0; i < 12; i++) await put({ filename: `f${i}`, day: 'x', at: String(i).padStart(2, '0') });
      const query = {
        TableName,
        IndexName: 'byTime',
        KeyConditionExpression: '#day = :day AND #at BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#day': 'day', '#at': 'at' },
        ExpressionAttributeValues: marshall({ ':day': 'x', ':from': '02', ':to': '09' }),
        ScanIndexForward: false,
      };
      const names: unknown[] = [];
      for await (const { Items = [] } of paginateQuery({ client: dynamodb, pageSize: 3 }, query)) {
        names.push(...Items.map((item) => item['filename']?.S));
      }
      expect(names).toEqual(['f9', 'f8', 'f7', 'f6', 'f5', 'f4', 'f3', 'f2']);
    });

    it('are scanned in segments', async () => {
      for (let i = 0; i < 12; i++) await put({ filename: `f${i}` });
      const scans = [0, 1, 2].map((Segment) => allOf({ TableName, Segment, TotalSegments: 3, Limit: 2 }));
      const found = (await Promise.all(scans)).flat();
      expect(found).toHaveLength(12);
      expect(new Set(found).size).toBe(12);
    });

    it.each<[string, object, string]>([
      ['no key', { size: 1 }, 'Missing the key filename in the item'],
      ['an empty key', { filename: '' }, 'cannot contain an empty string value. Key: filename'],
      ['an empty index key', { filename: 'a', day: '' }, 'IndexName: byTime, IndexKey: day'],
      ['an index key of another type', { filename: 'a', day: 1 }, 'Type mismatch for Index Key day'],
      ['too much in them', { filename: 'a', text: 'x'.repeat(410 * 1024) }, 'Item size has exceeded'],
    ])('are refused with %s', async (_what, item, message) => {
      await expect(put(item)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message),
      });
    });

    it('are refused by a table that is not there', async () => {
      await expect(dynamodb.send(new ScanCommand({ TableName: 'missing' }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    });

    it('are gone some time after they expired', async () => {
      await dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
        }),
      );
      const now = Math.floor(clock.now() / 1000);
      await put({ filename: 'old', day: 'x', at: '1', expires: now - 5 });
      await put({ filename: 'young', day: 'x', at: '2', expires: now + 5000 });
      await put({ filename: 'ancient', day: 'x', at: '3', expires: 1 });
      expect(await onDay('x')).toEqual(['old', 'young', 'ancient']);
      clock.advance(10_000);
      await expect.poll(() => onDay('x')).toEqual(['young', 'ancient']);
      await expect.poll(async () => (await table())?.ItemCount).toBe(2);
    });

    it('leave a trace in the metrics', async () => {
      await put({ filename: 'a' });
      await get('a');
      const cloudwatch = new CloudWatchClient(settings());
      const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/DynamoDB' }));
      cloudwatch.destroy();
      expect(new Set(Metrics.map(({ MetricName }) => MetricName))).toEqual(
        new Set(['SuccessfulRequestLatency', 'ConsumedWriteCapacityUnits', 'ConsumedReadCapacityUnits']),
      );
    });
  });

  describe('transactions', () => {
    beforeEach(() => create());

    const putOf = (item: object, more: object = {}) => ({
      Put: { TableName, Item: marshall(item), ...more },
    });

    it('write everything', async () => {
      await put({ filename: 'c' });
      await dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            putOf({ filename: 'a', day: 'x', at: '1' }),
            {
              Update: {
                TableName,
                Key: marshall({ filename: 'b' }),
                UpdateExpression: 'SET amount = :one',
                ExpressionAttributeValues: marshall({ ':one': 1 }),
              },
            },
            {
              ConditionCheck: {
                TableName,
                Key: marshall({ filename: 'c' }),
                ConditionExpression: 'attribute_exists(filename)',
              },
            },
          ],
        }),
      );
      const Get = (name: string) => ({ Get: { TableName, Key: marshall({ filename: name }) } });
      const { Responses } = await dynamodb.send(
        new TransactGetItemsCommand({ TransactItems: ['a', 'missing', 'b', 'c'].map(Get) }),
      );
      expect(Responses?.map(({ Item }) => Item?.['filename']?.S)).toEqual(['a', undefined, 'b', 'c']);
    });

    it('write nothing when one condition fails, and say which', async () => {
      await put({ filename: 'b', size: 1 });
      const request = {
        TransactItems: [
          putOf({ filename: 'a', day: 'x', at: '1' }),
          putOf(
            { filename: 'b' },
            {
              ConditionExpression: 'attribute_not_exists(filename)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          ),
        ],
      };
      await expect(dynamodb.send(new TransactWriteItemsCommand(request))).rejects.toMatchObject({
        name: 'TransactionCanceledException',
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Item: marshall({ filename: 'b', size: 1 }) },
        ],
      });
      expect(await get('a')).toBeUndefined();
      expect(await onDay('x')).toEqual([]);
    });

    it('are refused when they touch an item twice', async () => {
      const TransactItems = [putOf({ filename: 'a' }), putOf({ filename: 'a', size: 1 })];
      await expect(dynamodb.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow(
        'Transaction request cannot include multiple operations on one item',
      );
    });
  });
});
