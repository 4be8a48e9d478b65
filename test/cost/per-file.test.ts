import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perFile } from '../../src/cost/per-file.ts';
import { packageRoot } from '../../src/package-root.ts';
import { defaultSettings } from '../../src/provision/settings.ts';
import { type SetupResult, setup } from '../../src/provision/setup.ts';
import { codeFile } from '../built.ts';
import { eventually } from '../eventually.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

const FILES = 10;

/** What CloudWatch counts an event as, beyond its text. */
const EVENT_BYTES = 26;

describe('what the function does for a file', () => {
  const calls: string[] = [];
  let aws: TestAws;
  let made: SetupResult;
  let messages: readonly string[] = [];
  let callsForFiles: readonly string[] = [];

  beforeAll(async () => {
    aws = await startAws({
      intervene: ({ operation }) => {
        calls.push(operation);
        return undefined;
      },
    });
    const small = await readFile(join(packageRoot, 'test/handler/extract/files/image/camera.jpg'));
    const photo = Buffer.concat([small, Buffer.alloc(200_000)]);
    made = await setup(aws.clients, aws.target, defaultSettings, quickControl(), () => {}, {
      codeFile,
    });
    calls.length = 0;
    for (let file = 0; file < FILES; file++) {
      const Key = `2026/november/picture-${String(file).padStart(4, '0')}.jpg`;
      await aws.clients.s3.send(new PutObjectCommand({ Bucket: made.names.bucket, Key, Body: photo }));
    }
    messages = await eventually(async () => {
      const found = await logged();
      expect(found.filter((message) => message.startsWith('REPORT'))).toHaveLength(FILES);
      return found;
    });
    callsForFiles = [...calls];
  });

  afterAll(async () => {
    await aws.close();
  });

  it('is as many calls as are reckoned with', () => {
    const count = (name: string) => callsForFiles.filter((operation) => operation === name).length;
    expect(count('HeadObject') + count('GetObject')).toBe(FILES * perFile.s3Reads);
    expect(count('PutItem')).toBe(FILES);
    const others = ['PutObject', 'HeadObject', 'GetObject', 'PutItem', 'FilterLogEvents'];
    expect(callsForFiles.filter((operation) => !others.includes(operation))).toEqual([]);
  });

  it('is as large a row as is reckoned with', async () => {
    const { Items = [] } = await aws.clients.dynamodb.send(new ScanCommand({ TableName: made.names.table }));
    expect(Items).toHaveLength(FILES);
    expectAbout(mean(Items.map(itemBytes)), perFile.rowBytes);
  });

  it('is as much log as is reckoned with', () => {
    const lines = messages.filter((message) => !message.startsWith('INIT_START'));
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + EVENT_BYTES, 0);
    expectAbout(bytes / FILES, perFile.logBytes);
  });

  async function logged(): Promise<string[]> {
    const command = new FilterLogEventsCommand({ logGroupName: made.names.logGroup });
    const { events = [] } = await aws.clients.logs.send(command);
    return events.map(({ message = '' }) => message);
  }
});

function expectAbout(measured: number, reckoned: number): void {
  expect(measured).toBeGreaterThan(reckoned * 0.9);
  expect(measured).toBeLessThan(reckoned * 1.1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Names and values; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** A map or a list takes 3 bytes, and one more for each member. */
function valueBytes({ S, N, M, L, BOOL }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (M !== undefined) return 3 + Object.keys(M).length + itemBytes(M);
  if (L !== undefined) return 3 + L.length + L.reduce((sum, member) => sum + valueBytes(member), 0);
  if (BOOL !== undefined) return 1;
  throw new Error('a value of a kind whose size is not known');
}
