import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { marshall } from '@aws-sdk/util-dynamodb';
import { escapeUri } from '@smithy/core/protocols';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FileRecord, TABLE_KEY, timeShardOf } from '../../handler/record.ts';
import { tombstoneOf } from '../../handler/row.ts';
import { storeRow } from '../../handler/store-row.ts';
import { told } from '../../src/catalog/format-json.ts';
import { type FileQuery, type ListedFile, queryFiles } from '../../src/catalog/query-files.ts';
import { queryViaApi } from '../../src/catalog/query-via-api.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { queryPolicy } from '../../src/provision/policies.ts';
import { readerPolicy } from '../../src/provision/reader-policy.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { uploaderPolicy } from '../../src/provision/uploader-policy.ts';
import type { Target } from '../../src/target/target.ts';
import { callApi, type InstallApi } from '../../src/transfer/call-api.ts';
import { idleCodeFile } from '../built.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { roleTarget } from '../provision/role-target.ts';
import { sampleRecord } from './sample-record.ts';

const control = quickControl();
const FIRST = Date.UTC(2026, 10, 1, 23);

/** What JSON, JavaScript, Velocity and DynamoDB have special characters for. */
const HOSTILE = [
  `"quotes", 'apostrophes' and \\'both\\'`,
  'C:\\new\\table\\',
  'line\nfeed, tab\t, return\r, bell\u0007, null\u0000',
  `$input.body \${context} $!none #set($x = 1) #end ## #*`,
  'naïve 日本語 🎉 \u2028 \ud7ff',
  '</script>&amp;',
  '{"S":"x"}',
  '   ',
  '',
];

const DETAILS = {
  schema: 1,
  empty: '',
  bool: false,
  ...Object.fromEntries(HOSTILE.map((text, i) => [`text${i}`, text])),
  part: {
    number: -12.5,
    tiny: 1e-7,
    yes: true,
    empty: '',
    list: HOSTILE,
    none: [],
    ...Object.fromEntries(HOSTILE.map((text, i) => [`text${i}`, text])),
  },
  nothing: {},
};

const NAMES = [
  'a.txt',
  'folder/sub folder/b+c%20ü.pdf',
  `quote"s/it's.txt`,
  'emoji 🎉/日本語.png',
  '100% + 50%2B=150%.txt',
  'back\\slash$name#.txt',
  ...Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'odd' : 'even'}/${String(i).padStart(3, '0')}.txt`),
];

/** Three a quarter of an hour, over midnights. */
const RECORDS = NAMES.map((name, i) => ({
  ...sampleRecord(name, { uploadTime: new Date(FIRST + Math.floor(i / 3) * 4_000_000).toISOString() }),
  timeShard: timeShardOf(name, i % 4 === 0 ? 8 : 1),
}));

interface Body {
  readonly files: readonly ListedFile[];
  readonly next?: string;
  readonly shards?: number;
  readonly message?: string;
}

describe('GET /files', () => {
  let aws: TestAws;
  let url: string;
  let table: string;

  beforeAll(async () => {
    aws = await startAws();
    const settings = settingsFrom({ apiAuth: 'none', trigger: 'none' });
    const made = await setup(aws.clients, aws.target, settings, control, () => {}, {
      codeFile: idleCodeFile,
    });
    url = made.apiUrl;
    table = made.names.table;
    for (const record of RECORDS) await storeRow(aws.clients.dynamodb, table, record);
  });
  afterAll(() => aws.close());

  const get = async (path: string, headers = {}) => {
    const answer = await fetch(`${url}${path}`, { headers });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: (await answer.json()) as Body,
    };
  };
  const inShard = (shard: string) =>
    RECORDS.filter((it) => it.timeShard === shard).toSorted((a, b) => (a.uploadTime < b.uploadTime ? 1 : -1));

  test('answers with the newest files, as list-metadata shows them', async () => {
    const { status, type, body } = await get('/files');
    expect([status, type]).toEqual([200, 'application/json']);
    const expected = inShard('0').map(told);
    expect(Object.keys(body)).toEqual(['files']);
    expect(body.files.map(timeOf)).toEqual(expected.map(timeOf));
    expect(byName(body.files)).toEqual(byName(expected));
  });

  test.each(['*/*', 'text/html', 'application/json', 'image/png'])(
    'answers with JSON to those who accept %s',
    async (accept) => {
      const { status, type, body } = await get('/files?limit=1', { accept });
      expect([status, type, body.files.length]).toEqual([200, 'application/json', 1]);
    },
  );

  test.each([1, 7, 1000])('goes on page by page, %i files each', async (limit) => {
    const found: ListedFile[] = [];
    let next: string | undefined;
    do {
      const { body } = await get(`/files?limit=${limit}${next === undefined ? '' : `&next=${next}`}`);
      expect(body.files.length).toBeLessThanOrEqual(limit);
      found.push(...body.files);
      next = body.next;
    } while (next !== undefined);
    expect(found.map(timeOf)).toEqual(inShard('0').map(timeOf));
    expect(byName(found)).toEqual(byName(inShard('0').map(told)));
  });

  test('goes on in the shard that it began with', async () => {
    const shard = inShard('2');
    const first = await get('/files?shard=2&limit=1');
    const second = await get(`/files?limit=1000&next=${first.body.next}`);
    expect(byName([...first.body.files, ...second.body.files])).toEqual(byName(shard.map(told)));
  });

  test.each([
    ['from=2026-11-02', (day: string) => day >= '2026-11-02'],
    ['to=2026-11-01', (day: string) => day <= '2026-11-01'],
    ['from=2026-11-02&to=2026-11-02', (day: string) => day === '2026-11-02'],
    ['from=2027-01-01', () => false],
  ])('takes whole days: %s', async (days, isWithin) => {
    const { status, body } = await get(`/files?limit=1000&${days}`);
    const expected = inShard('0').filter(({ uploadTime }) => isWithin(uploadTime.slice(0, 10)));
    expect(status).toBe(200);
    expect(byName(body.files)).toEqual(byName(expected.map(told)));
  });

  const NO_FROM = 'from is not a day such as 2026-11-25';
  const NO_LIMIT = 'limit is not a whole number from 1 to 1000';
  const NO_NEXT = 'next is not what an answer of this API gave';
  test.each([
    ['from=yesterday', NO_FROM],
    ['from=2026-13-01', NO_FROM],
    ['from=2026-11-01%22%7D', NO_FROM],
    ['from=2026-11-01%0a', NO_FROM],
    ['to=1', 'to is not a day such as 2026-11-25'],
    ['from=2026-11-02&to=2026-11-01', 'from is after to'],
    ['limit=0', NO_LIMIT],
    ['limit=1001', NO_LIMIT],
    ['limit=-1', NO_LIMIT],
    ['limit=1.5', NO_LIMIT],
    ['limit=x', NO_LIMIT],
    ['limit=1,%22IndexName%22:%22other%22', NO_LIMIT],
    ['shard=8', 'shard is not a whole number from 0 to 7'],
    ['next=x', NO_NEXT],
    ['next=0.YQ.', NO_NEXT],
    ['next=0.YQ.Y', NO_NEXT],
    ['next=0.YQ%22.YQ', NO_NEXT],
  ])('refuses %s', async (query, message) => {
    expect(await get(`/files?${query}`)).toMatchObject({ status: 400, body: { message } });
  });

  test('lets a made up token reach nothing but what may be asked for anyway', async () => {
    const part = (text: string) => Buffer.from(text).toString('base64url');
    const name = `x"},"uploadTime":{"S":"9"},"a'b":{"S":"\\`;
    const { status, body } = await get(`/files?next=0.${part('2026-11-02T00:00:00.000Z')}.${part(name)}`);
    expect(status).toBe(200);
    const older = inShard('0').filter(({ uploadTime }) => uploadTime < '2026-11-02');
    expect(byName(body.files)).toEqual(byName(older.map(told)));
  });

  test('passes over what DynamoDB has to say about a token of no row', async () => {
    const { status, body } = await get('/files?next=0.YQ.YQ&from=2026-11-01');
    expect([status, typeof body.message]).toEqual([400, 'string']);
  });

  describe('about one file', () => {
    test.each(NAMES.slice(0, 6))('finds %s', async (name) => {
      const { status, type, body } = await get(`/files/${name.split('/').map(encodeURIComponent).join('/')}`);
      expect([status, type]).toEqual([200, 'application/json']);
      expect(body).toEqual(RECORDS.filter((it) => it.filename === name).map(told)[0]);
    });

    test.each(['none', 'a.txt/b', `"},"x":{"S":"`])('does not find %s', async (name) => {
      const answer = await get(`/files/${encodeURIComponent(name)}`);
      expect(answer).toMatchObject({ status: 404, body: { message: 'no such file' } });
    });

    test('says everything that is in the file, exactly', async () => {
      const record = told(sampleRecord('details'));
      const deeper = { map: { x: 1 }, list: ['a', ['b'], { c: 'd' }, 'e'] };
      const item = { ...record, details: { ...DETAILS, deeper }, other: null, map: { x: 1 } };
      await aws.clients.dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall(item) }));
      const { body } = await get('/files/details');
      expect(body).toEqual({ ...record, details: { ...DETAILS, deeper: { list: ['a', 'e'] } } });
    });

    test('does not find one that was removed', async () => {
      const change = { kind: 'removed', key: 'gone', bucket: 'b', sequencer: 'A', time: '' } as const;
      await storeRow(aws.clients.dynamodb, table, tombstoneOf(change, new Date(), 1));
      expect((await get('/files/gone')).status).toBe(404);
    });

    test('finds a row that somebody else wrote, with what it has', async () => {
      const old = { [TABLE_KEY]: 'old.txt', size: 7, "it's": `"mine"` };
      await aws.clients.dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall(old) }));
      expect((await get('/files/old.txt')).body).toEqual(old);
    });
  });

  const everything: readonly FileQuery[] = [
    {},
    { limit: 5 },
    { limit: 0 },
    { prefix: 'odd/' },
    { prefix: 'odd/', limit: 3 },
    { since: new Date('2026-11-02T03:00:00Z') },
    { until: new Date('2026-11-02T03:00:00Z') },
    { since: new Date('2026-11-01T23:30:00Z'), until: new Date('2026-11-02T00:00:00Z'), limit: 2 },
    { since: new Date(-1e15) },
  ];
  test.each(everything)('lists the same as the table for %j', async (query) => {
    const { signal } = control;
    const api = { invokeUrl: url, auth: { kind: 'none' } } as const;
    const fromTable = await all(queryFiles(aws.clients.dynamodb, table, query, signal));
    expect(await all(queryViaApi(api, query, control))).toEqual(fromTable.map(told));
  });
});

describe('GET /files of an API that takes signed requests', () => {
  let aws: TestAws;
  let url: string;
  let table: string;
  const settings = settingsFrom({ trigger: 'none' });

  beforeAll(async () => {
    aws = await startAws();
    const made = await setup(aws.clients, aws.target, settings, control, () => {}, {
      codeFile: idleCodeFile,
    });
    url = made.apiUrl;
    table = made.names.table;
    for (const record of RECORDS) await storeRow(aws.clients.dynamodb, table, record);
  });
  afterAll(() => aws.close());

  const signedBy = (target: Target): InstallApi => ({
    invokeUrl: url,
    auth: { kind: 'iam', region: target.region, credentials: target.credentials },
  });

  test.each(NAMES.slice(0, 6))('tells of %s', async (name) => {
    const path = `/files/${name.split('/').map(escapeUri).join('/')}`;
    const answer = await callApi(signedBy(aws.target), { method: 'GET', path }, control);
    expect(await answer.json()).toMatchObject({ filename: name });
  });

  test('lists for somebody with the rights of a reader, and not for an uploader', async () => {
    const reader = await roleTarget(aws, 'reader', readerPolicy(aws.target, settings));
    expect(await all(queryViaApi(signedBy(reader), {}, control))).toHaveLength(RECORDS.length);
    const uploader = await roleTarget(aws, 'uploader', uploaderPolicy(aws.target, settings));
    await expect(queryViaApi(signedBy(uploader), {}, control).next()).rejects.toThrow(
      /^the API refused GET \/files: .* is not authorized to perform: execute-api:Invoke on resource: /,
    );
  });

  test('does not tell what is wrong with the install', async () => {
    const names = namesOf(aws.target, settings);
    const role = { RoleName: names.queryRole, PolicyName: 'filepipe' };
    const PolicyDocument = JSON.stringify(queryPolicy(arnsOf(aws.target, names)));
    onTestFinished(async () => {
      await aws.clients.iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument }));
    });
    await aws.clients.iam.send(new DeleteRolePolicyCommand(role));
    const answer = await callApi(signedBy(aws.target), { method: 'GET', path: '/files' }, control);
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'the table does not answer' }]);
  });
});

function timeOf({ uploadTime }: Pick<FileRecord, 'uploadTime'>): string {
  return uploadTime;
}

function byName<T extends Pick<FileRecord, 'filename'>>(files: readonly T[]): T[] {
  return files.toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
