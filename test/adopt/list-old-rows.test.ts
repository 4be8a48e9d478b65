import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timeShardOf } from '../../handler/record.ts';
import { listOldRows } from '../../src/adopt/list-old-rows.ts';
import { type ListedFile, queryFiles } from '../../src/catalog/query-files.ts';
import { createTable } from '../handler/create-table.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

const TABLE = 'Catalogue';
const control = quickControl();

type Row = Readonly<Record<string, AttributeValue>>;

describe('rows that were there before', () => {
  let aws: TestAws;

  beforeEach(async () => {
    aws = await startAws();
    await createTable(aws.clients.dynamodb, TABLE);
  });
  afterEach(() => aws.close());

  it.each<[string, Row, string]>([
    ['a date', { uploadTime: { S: '2026-11-22T10:00:00Z' } }, '2026-11-22T10:00:00.000Z'],
    ['a size in words', { size: { S: '7' }, uploadTime: { S: '2026-11-22' } }, '2026-11-22T00:00:00.000Z'],
    ['a date with a zone', { uploadTime: { S: '2026-11-22T12:00:00+02:00' } }, '2026-11-22T10:00:00.000Z'],
  ])('are listed by %s', async (_, given, uploadTime) => {
    await put({ filename: { S: 'old.txt' }, size: { N: '7' }, bucket: { S: 'mine' }, ...given });
    expect(await listed()).toEqual([]);
    expect(await listOldRows(aws.clients.dynamodb, TABLE, 8, control)).toEqual({ listed: 1, unlisted: 0 });
    expect(await listed()).toEqual([
      { filename: 'old.txt', size: 7, bucket: 'mine', uploadTime, timeShard: timeShardOf('old.txt', 8) },
    ]);
  });

  it('are counted where they lack a time or a size, and left alone', async () => {
    const timeless = { filename: { S: 'timeless.txt' }, size: { N: '7' } };
    const sizeless = { filename: { S: 'sizeless.txt' }, uploadTime: { S: '2026-11-22T10:00:00Z' } };
    for (const row of [timeless, sizeless]) await put(row);
    expect(await listOldRows(aws.clients.dynamodb, TABLE, 8, control)).toEqual({ listed: 0, unlisted: 2 });
    expect(await get('sizeless.txt')).toEqual(sizeless);
  });

  it('are done once, page by page', async () => {
    const padding = { S: 'x'.repeat(300_000) };
    for (let at = 0; at < 8; at++) {
      await put({ filename: { S: `${at}` }, size: { S: '7' }, uploadTime: { S: '2026-11-22' }, padding });
    }
    expect(await listOldRows(aws.clients.dynamodb, TABLE, 8, control)).toEqual({ listed: 8, unlisted: 0 });
    expect(await listed()).toHaveLength(8);
    aws.writes.length = 0;
    expect(await listOldRows(aws.clients.dynamodb, TABLE, 8, control)).toEqual({ listed: 0, unlisted: 0 });
    expect(aws.writes).toEqual([]);
  });

  it('give way to one that the function writes meanwhile', async () => {
    const old = { filename: { S: 'a.txt' }, size: { N: '7' }, uploadTime: { S: '2026-11-22T10:00:00.000Z' } };
    const newer = { ...old, size: { N: '8' }, sequencer: { S: 'AA' }, timeShard: { S: '1' } };
    await put(old);
    let written = false;
    aws.clients.dynamodb.middlewareStack.add(
      (next, { commandName }) =>
        async (call) => {
          if (commandName === 'UpdateItemCommand' && !written) {
            written = true;
            await put(newer);
          }
          return await next(call);
        },
      { step: 'initialize', name: 'writeMeanwhile' },
    );
    expect(await listOldRows(aws.clients.dynamodb, TABLE, 8, control)).toEqual({ listed: 0, unlisted: 0 });
    expect(written).toBe(true);
    expect(await get('a.txt')).toEqual(newer);
  });

  const put = (Item: Record<string, AttributeValue>) =>
    aws.clients.dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));

  async function get(filename: string): Promise<Row | undefined> {
    const Key = { filename: { S: filename } };
    return (await aws.clients.dynamodb.send(new GetItemCommand({ TableName: TABLE, Key }))).Item;
  }

  async function listed() {
    const files: ListedFile[] = [];
    for await (const file of queryFiles(aws.clients.dynamodb, TABLE, {}, control.signal)) files.push(file);
    return files;
  }
});
