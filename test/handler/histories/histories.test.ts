import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRow } from '../../../src/catalog/get-row.ts';
import type { Intervene } from '../../../src/local/intervention.ts';
import { handlerFile } from '../../built.ts';
import { failing, failures } from '../../local/interventions.ts';
import { startAws, type TestAws } from '../../provision/aws.ts';
import { createBucket } from '../create-bucket.ts';
import { createTable } from '../create-table.ts';
import { describeBytes } from '../extract/describe-file.ts';
import { type RunningFunction, startFunction } from '../function.ts';
import { contentOf, contents } from './contents.ts';
import { type History, histories } from './history.ts';
import type { Version } from './model.ts';
import { play } from './play.ts';

/** Histories of different objects do not disturb each other, so some can happen at once. */
const LANES = 20;
const RUNS = Math.ceil(Number(process.env['FILEPIPE_HISTORIES'] ?? 2000) / LANES);
const TABLE = 'Histories';

let faulty = 0;
let calls = 0;
/** Now and then a call of the function fails in one of the ways in which AWS fails, while anybody wants that. */
const intervene: Intervene = (call) => {
  if (faulty === 0 || !['GetObject', 'HeadObject', 'PutItem'].includes(call.operation)) return undefined;
  calls += 1;
  const failure = WAYS[Math.floor(calls / EVERY) % WAYS.length];
  return calls % EVERY === 0 && failure !== undefined ? failing(failure)(call) : undefined;
};
const EVERY = 23;
const WAYS = failures.filter((way) => way !== 'access denied' && way !== 'expired token');

let aws: TestAws;
const running = new Map<boolean, RunningFunction>();
const originals = contents.map((_, index) => `original-${index}`);

beforeAll(async () => {
  aws = await startAws({ intervene });
  await createTable(aws.clients.dynamodb, TABLE);
  for (const versioned of [true, false]) {
    const bucket = bucketOf(versioned);
    await createBucket(aws.clients.s3, bucket, versioned ? 'versioned' : 'unversioned');
    for (const [index, Key] of originals.entries()) {
      await aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: contentOf(index) }));
    }
    running.set(versioned, await startFunction(handlerFile, { target: aws.target, bucket, table: TABLE }));
  }
});

afterAll(async () => {
  for (const one of running.values()) await one.close();
  await aws.close();
});

function bucketOf(versioned: boolean): string {
  return versioned ? 'keeps-versions' : 'keeps-none';
}

let objects = 0;

test(`whatever happens to an object and to its events, the row ends as the object does (${RUNS * LANES} histories)`, async () => {
  const lane = () => fc.assert(fc.asyncProperty(histories, endsRight), { numRuns: RUNS });
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
}, 1_800_000);

async function endsRight(history: History): Promise<void> {
  const function_ = running.get(history.versioned);
  if (function_ === undefined) throw new Error('no function');
  objects += 1;
  const key = `histories/${objects}`;
  const scene = { s3: aws.clients.s3, bucket: bucketOf(history.versioned), key, originals };
  faulty += 1;
  const { model, events } = await play(history, scene, function_, () => {
    faulty -= 1;
  });
  const row = await getRow(aws.clients.dynamodb, TABLE, key, new AbortController().signal);
  if (events === 0) expect(row).toBeUndefined();
  else if (row === undefined) expect([history.lost.length > 0, model.current()]).toEqual([true, undefined]);
  else expect(row).toMatchObject(await rowFor(model.current(), key));
}

async function rowFor(version: Version | undefined, key: string): Promise<object> {
  if (version === undefined) return { status: 'removed' };
  const bytes = contentOf(version.content);
  const { usage: _, ...description } = await describeBytes(bytes, key);
  return {
    etag: version.etag,
    ...(version.versionId === undefined ? {} : { versionId: version.versionId }),
    size: bytes.length,
    ...description,
  };
}
