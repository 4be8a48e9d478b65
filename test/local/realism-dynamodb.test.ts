import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import type { Realism } from '../../src/local/realism.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const TableName = 'FileMetadata';
const ResourceArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
const filename = { AttributeName: 'filename', AttributeType: 'S' as const };
const day = { AttributeName: 'day', AttributeType: 'S' as const };
const plain: CreateTableCommandInput = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'filename', KeyType: 'HASH' }],
  AttributeDefinitions: [filename],
};
const byDay = {
  IndexName: 'byDay',
  KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};
const Key = { filename: { S: 'a' } };
const Item = { ...Key, day: { S: 'monday' } };

let clock: ManualClock;
let fresh: FreshAws;
let dynamodb: DynamoDBClient;

async function start(realism: Partial<Realism>): Promise<void> {
  clock = manualClock();
  fresh = await freshAws({ clock, realism });
  connect();
}

/** Clients sign with the time that the server has now. */
function connect(): void {
  dynamodb = new DynamoDBClient({
    ...fresh.clientOptions(),
    systemClockOffset: clock.now() - Date.now(),
  });
}

afterEach(async () => {
  dynamodb.destroy();
  await fresh.close();
});

const create = (input = plain) => dynamodb.send(new CreateTableCommand(input));
const table = async () => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
const put = () => dynamodb.send(new PutItemCommand({ TableName, Item }));
const get = async () => (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item;
const protect = () => dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
const addIndex = () =>
  dynamodb.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [filename, day],
      GlobalSecondaryIndexUpdates: [{ Create: byDay }],
    }),
  );
const remove = () => dynamodb.send(new DeleteTableCommand({ TableName }));
const onMonday = async () => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: 'byDay',
      KeyConditionExpression: '#day = :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': { S: 'monday' } },
    }),
  );
  return Items.length;
};
const recover = () =>
  dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
const expire = (AttributeName: string, Enabled = true) =>
  dynamodb.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } }),
  );
const describedExpiry = async () =>
  (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
const tag = () => dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }));
const inUse = (why: string) => ({
  name: 'ResourceInUseException',
  message: `Attempt to change a resource which is still in use: ${why}`,
});

describe('a table that takes time to settle', () => {
  it('is CREATING until then, with no items, and cannot be changed', async () => {
    await start({ tableSettleSeconds: 9 });
    await create({
      ...plain,
      AttributeDefinitions: [filename, day],
      GlobalSecondaryIndexes: [byDay],
    });
    clock.advance(8999);
    expect(await table()).toMatchObject({
      TableStatus: 'CREATING',
      GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }],
    });
    const noItems = { name: 'ResourceNotFoundException', message: 'Requested resource not found' };
    await expect(put()).rejects.toMatchObject(noItems);
    await expect(get()).rejects.toMatchObject(noItems);
    await expect(onMonday()).rejects.toMatchObject(noItems);
    for (const change of [protect, remove, tag]) {
      await expect(change()).rejects.toMatchObject(inUse(`Table is being created: ${TableName}`));
    }
    await expect(expire('expires')).rejects.toMatchObject(inUse(`Table ${TableName} is being created`));
    await expect(describedExpiry()).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Cannot describe time to live while table is in CREATING state: Current table state is CREATING',
    });
    expect(await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).toMatchObject({ Tags: [] });

    clock.advance(1);
    expect(await table()).toMatchObject({
      TableStatus: 'ACTIVE',
      GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }],
    });
    await put();
    expect(await get()).toEqual(Item);
    expect(await onMonday()).toBe(1);
    await tag();
    await expire('expires');
  });

  it('has its backups a little later still', async () => {
    await start({ tableSettleSeconds: 9 });
    await create();
    const backups = async () => {
      const answer = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
      return answer.ContinuousBackupsDescription?.ContinuousBackupsStatus;
    };
    const notYet = {
      name: 'ContinuousBackupsUnavailableException',
      message: `Backups are being enabled for the table: ${TableName}. Please retry later`,
    };
    await expect(recover()).rejects.toMatchObject(notYet);
    clock.advance(11_999);
    expect((await table())?.TableStatus).toBe('ACTIVE');
    expect(await backups()).toBe('DISABLED');
    await expect(recover()).rejects.toMatchObject(notYet);
    clock.advance(1);
    expect(await backups()).toBe('ENABLED');
    await recover();
  });

  it('is UPDATING after a change and keeps serving its items, but takes no other change', async () => {
    await start({ tableSettleSeconds: 8 });
    await create();
    clock.advance(8000);
    await protect();
    clock.advance(7999);
    expect((await table())?.TableStatus).toBe('UPDATING');
    await put();
    expect(await get()).toEqual(Item);
    await tag();
    await expect(protect()).rejects.toMatchObject(inUse(`Table is being updated: ${TableName}`));
    await expect(remove()).rejects.toMatchObject(
      inUse(`Table: ${TableName} is in the process of being updated.`),
    );
    clock.advance(1);
    expect((await table())?.TableStatus).toBe('ACTIVE');
    await protect();
  });

  it('fills a new index while it takes items and other changes already', async () => {
    await start({ tableSettleSeconds: 8 });
    await create();
    clock.advance(8000);
    await put();
    const state = async () => {
      const { TableStatus, GlobalSecondaryIndexes: [index] = [] } = (await table()) ?? {};
      return [TableStatus, index?.IndexStatus, index?.Backfilling];
    };
    const unread = {
      name: 'ValidationException',
      message: 'Cannot read from backfilling global secondary index: byDay',
    };
    await addIndex();
    clock.advance(3999);
    expect(await state()).toEqual(['UPDATING', 'CREATING', false]);
    await expect(onMonday()).rejects.toMatchObject(unread);
    await expect(protect()).rejects.toMatchObject({ name: 'ResourceInUseException' });

    clock.advance(1);
    expect(await state()).toEqual(['ACTIVE', 'CREATING', true]);
    await expect(onMonday()).rejects.toMatchObject(unread);
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Item, filename: { S: 'b' } } }));
    await expect(remove()).rejects.toMatchObject(
      inUse('Cannot delete table while indexes are being created, updated, or deleted.'),
    );
    await expect(
      dynamodb.send(
        new UpdateTableCommand({
          TableName,
          GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byDay' } }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });

    clock.advance(4000);
    expect(await state()).toEqual(['ACTIVE', 'ACTIVE', undefined]);
    expect(await onMonday()).toBe(2);
    await remove();
  });

  it('is still there while it is DELETING, without its items, and may be deleted once more', async () => {
    await start({ tableSettleSeconds: 8 });
    await create();
    clock.advance(8000);
    await put();
    await remove();
    clock.advance(7999);
    expect((await table())?.TableStatus).toBe('DELETING');
    expect((await remove()).TableDescription?.TableStatus).toBe('DELETING');
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(dynamodb.send(new DeleteItemCommand({ TableName, Key }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(create()).rejects.toMatchObject({ message: `Table already exists: ${TableName}` });
    await expect(protect()).rejects.toMatchObject(inUse(`Table is being deleted: ${TableName}`));
    await expect(describedExpiry()).rejects.toMatchObject({ name: 'ValidationException' });
    clock.advance(1);
    await expect(table()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create();
    clock.advance(8000);
    expect(await get()).toBeUndefined();
  });

  it('goes when its time has come after a restart, too', async () => {
    await start({ tableSettleSeconds: 8 });
    await create();
    clock.advance(8000);
    await remove();
    clock.advance(4000);
    dynamodb.destroy();
    await fresh.restart();
    connect();
    clock.advance(3999);
    expect((await table())?.TableStatus).toBe('DELETING');
    clock.advance(1);
    await expect(table()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe("a table whose TTL keeps to AWS's pace", () => {
  it('changes it once in an hour, and is a while about it', async () => {
    await start({ ttlChangesHourly: true });
    await create();
    await expire('expires');
    expect(await describedExpiry()).toEqual({ TimeToLiveStatus: 'ENABLING', AttributeName: 'expires' });
    clock.advance(10_000);
    expect(await describedExpiry()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    const tooSoon = {
      name: 'ValidationException',
      message: 'Time to live has been modified multiple times within a fixed interval',
    };
    await expect(expire('expires')).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
    await expect(expire('expires', false)).rejects.toMatchObject(tooSoon);
    clock.advance(3_589_999);
    connect();
    await expect(expire('expires', false)).rejects.toMatchObject(tooSoon);
    clock.advance(1);
    await expire('expires', false);
    expect(await describedExpiry()).toEqual({ TimeToLiveStatus: 'DISABLING', AttributeName: 'expires' });
    clock.advance(10_000);
    expect(await describedExpiry()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await expect(expire('expires')).rejects.toMatchObject(tooSoon);
  });
});
