import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { allClients } from '../../src/clients.ts';
import { DIFFERENCES } from '../../src/reconcile/difference.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { frontOf } from '../front.ts';
import { createBucket } from '../handler/create-bucket.ts';
import { createTable } from '../handler/create-table.ts';
import { notifyingBucket } from '../handler/notifying-bucket.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

let aws: TestAws;
let folder: string;

beforeAll(async () => {
  aws = await startAws();
  folder = await mkdtemp(join(tmpdir(), 'filepipe-reconcile-'));
  await createBucket(aws.clients.s3, 'files', 'versioned');
  await createTable(aws.clients.dynamodb, 'rows');
  for (const key of ['a', 'b', 'c']) await notifyingBucket(aws.clients.s3, 'files').put(key, key);
});

afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true });
});

/** A check on an AWS whose S3 answers a HEAD of `b` with this status, and what was found. */
async function checkWhere(status: number): Promise<readonly string[]> {
  const front = await frontOf(aws.target.endpoint ?? '', async ({ method, url }, response) => {
    if (method === 'HEAD' && url === '/files/b') response.writeHead(status).end();
  });
  const clients = await allClients({ ...aws.target, endpoint: front.endpoint });
  onTestFinished(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await front.close();
  });
  const how = {
    prefix: '',
    sought: new Set(DIFFERENCES),
    check: true,
    rate: 50,
    graceSeconds: 60,
    restart: true,
  };
  const found: string[] = [];
  const install = { bucket: 'files', table: 'rows', function: 'F' };
  await reconcile(clients, install, { ...how, folder: join(folder, 'notebook') }, quickControl(), (event) => {
    if (event.event === 'settled') found.push(`${event.finding.difference} ${event.finding.key}`);
  });
  return found.toSorted();
}

test('an object that S3 tells nothing about without its key is known from the listing', async () => {
  expect(await checkWhere(400)).toEqual(['missing a', 'missing b', 'missing c']);
});

test('an object that goes before the second look is no difference', async () => {
  expect(await checkWhere(404)).toEqual(['missing a', 'missing c']);
});

test('an object that may not be looked at is no absent one', async () => {
  await expect(checkWhere(403)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});
