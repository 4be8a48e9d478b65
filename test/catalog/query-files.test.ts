import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeRow } from '../../handler/store-row.ts';
import { type FileQuery, queryFiles } from '../../src/catalog/query-files.ts';
import { createTable } from '../handler/create-table.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { sampleRecord } from './sample-record.ts';

const TABLE = 'FileMetadata';
const START = Date.UTC(2026, 10, 1);

/** Newest first: three of each minute, so that names decide within a minute. */
const NAMES = Array.from(
  { length: 90 },
  (_, i) => `${i % 2 ? 'odd' : 'even'}/${String(i).padStart(3, '0')}.txt`,
);
const MINUTE = 60_000;

describe('the files of a table', () => {
  let aws: TestAws;

  beforeAll(async () => {
    aws = await startAws();
    await createTable(aws.clients.dynamodb, TABLE);
    const records = NAMES.map((name, i) => sampleRecord(name, { uploadTime: timeOf(i).toISOString() }));
    await Promise.all(records.map((record) => storeRow(aws.clients.dynamodb, TABLE, record)));
  });

  afterAll(() => aws.close());

  async function names(query: FileQuery): Promise<string[]> {
    const found: string[] = [];
    const signal = new AbortController().signal;
    for await (const { filename } of queryFiles(aws.clients.dynamodb, TABLE, query, signal))
      found.push(filename);
    return found;
  }

  test('come newest first, those of one moment by name', async () => {
    expect(await names({})).toEqual(expectedOrder(NAMES));
  });

  test.each([0, 1, 2, 7, 89, 90, 500])('are cut off at a limit of %i', async (limit) => {
    expect(await names({ limit })).toEqual(expectedOrder(NAMES).slice(0, limit));
  });

  test('are filtered by the beginning of their names', async () => {
    const odd = NAMES.filter((name) => name.startsWith('odd/'));
    expect(await names({ prefix: 'odd/' })).toEqual(expectedOrder(odd));
    expect(await names({ prefix: 'odd/', limit: 3 })).toEqual(expectedOrder(odd).slice(0, 3));
    expect(await names({ prefix: 'none/' })).toEqual([]);
  });

  test('are limited to a time from its first to before its last instant', async () => {
    const since = timeOf(30);
    const until = timeOf(60);
    const within = NAMES.filter((_, i) => timeOf(i) >= since && timeOf(i) < until);
    expect(await names({ since, until })).toEqual(expectedOrder(within));
    expect(await names({ since: timeOf(90) })).toEqual([]);
  });

  test('are read only as far as somebody looks', async () => {
    let requests = 0;
    aws.clients.dynamodb.middlewareStack.add(
      (next) => (args) => {
        requests += 1;
        return next(args);
      },
      { step: 'initialize', name: 'count' },
    );
    for await (const _ of queryFiles(aws.clients.dynamodb, TABLE, { limit: 3 }, new AbortController().signal))
      break;
    aws.clients.dynamodb.middlewareStack.remove('count');
    expect(requests).toBe(8);
  });

  test('end with the reason when aborted', async () => {
    const signal = AbortSignal.abort(new Error('stopped by the user'));
    await expect(queryFiles(aws.clients.dynamodb, TABLE, {}, signal).next()).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

function timeOf(i: number): Date {
  return new Date(START + Math.floor(i / 3) * MINUTE);
}

function expectedOrder(names: readonly string[]): string[] {
  const time = (name: string) => timeOf(NAMES.indexOf(name)).getTime();
  return names.toSorted((a, b) => time(b) - time(a) || (a < b ? -1 : 1));
}
