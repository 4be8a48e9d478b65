import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { createAuthority } from '../../src/local/authorise.ts';
import { type Clock, manualClock, systemClock } from '../../src/local/clock.ts';
import { type AccessKey, openCredentials } from '../../src/local/credentials.ts';
import { createFrontDoor } from '../../src/local/front-door.ts';
import { createInterference } from '../../src/local/interfere.ts';
import type { Core } from '../../src/local/internal.ts';
import { calm } from '../../src/local/realism.ts';
import type { Destinations } from '../../src/local/s3/event/outbox.ts';
import { createS3 } from '../../src/local/s3/service.ts';
import { openStorage } from '../../src/local/storage.ts';

/** S3 alone, behind the real front door, in a folder of its own. */
export interface S3Bench {
  readonly s3: S3Client;
  readonly endpoint: string;
  readonly credentials: AccessKey;
  readonly destinations: TestDestinations;
  /** What went wrong inside; a test that expects nothing of the kind leaves this empty. */
  readonly faults: unknown[];
  /** A client with other settings. */
  client(options: ConstructorParameters<typeof S3Client>[0]): S3Client;
  /** A new bucket of its own for a test. */
  bucket(options?: { readonly versioned?: boolean }): Promise<string>;
  /** Ends the server and starts another one on the same folder. */
  restart(): Promise<void>;
  /** The number of files that hold objects' bytes. */
  countBlobs(): Promise<number>;
}

/** Where events go in these tests: a queue and a topic that remember, and a function that does, too. */
export interface TestDestinations extends Destinations {
  /** In order of delivery. */
  readonly delivered: { readonly arn: string; readonly message: string }[];
  /** While true, nothing can be delivered. */
  broken: boolean;
  /** Resolves once so many messages have been delivered. */
  waitFor(count: number): Promise<void>;
}

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:there';
export const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:there';
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:there';

/** Starts a bench before a file's tests and takes it away after them. */
export function useS3(clock: Clock = systemClock): S3Bench {
  let dataDir = '';
  let running: Awaited<ReturnType<typeof start>> | undefined;
  let buckets = 0;
  const destinations = testDestinations();
  const faults: unknown[] = [];
  const clients: S3Client[] = [];
  let usual: S3Client | undefined;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    running = await start(dataDir, clock, destinations, faults);
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await running?.close();
    await rm(dataDir, { recursive: true });
  });

  const bench: S3Bench = {
    get s3() {
      usual ??= bench.client({});
      return usual;
    },
    get endpoint() {
      if (running === undefined) throw new Error('the bench is not running yet');
      return running.endpoint;
    },
    get credentials() {
      if (running === undefined) throw new Error('the bench is not running yet');
      return running.credentials;
    },
    destinations,
    faults,
    client(options) {
      const { endpoint, credentials } = bench;
      const client = new S3Client({
        region: 'us-east-1',
        endpoint,
        credentials,
        forcePathStyle: true,
        maxAttempts: 1,
        ...options,
      });
      clients.push(client);
      return client;
    },
    async bucket({ versioned = false } = {}) {
      buckets += 1;
      const name = `test-bucket-${buckets}`;
      await bench.s3.send(new CreateBucketCommand({ Bucket: name }));
      if (versioned) {
        const VersioningConfiguration = { Status: 'Enabled' } as const;
        await bench.s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
      }
      return name;
    },
    async restart() {
      for (const client of clients.splice(0)) client.destroy();
      usual = undefined;
      await running?.close();
      running = await start(dataDir, clock, destinations, faults);
    },
    async countBlobs() {
      const folder = join(dataDir, 's3');
      // S3 makes it when the first bytes come.
      await mkdir(folder, { recursive: true });
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
  };
  return bench;
}

/** A clock that only moves when told to, set to now so that signatures hold. */
export const heldClock = () => manualClock(Date.now());

async function start(dataDir: string, clock: Clock, destinations: Destinations, faults: unknown[]) {
  const storage = await openStorage(dataDir);
  const credentials = await openCredentials(storage, clock);
  let endpoint = '';
  const onFault = (error: unknown) => faults.push(error);
  const core: Core = { storage, clock, realism: calm, credentials, onFault, endpoint: () => endpoint };
  const s3 = await createS3(core, destinations);
  const ofRole = () => ({ identity: [] });
  const authority = createAuthority({ clock, ofRole, ofResource: s3.policyOf });
  const server = createFrontDoor({
    ...core,
    interference: createInterference({ realism: calm, clock, intervene: undefined, random: Math.random }),
    authority,
    services: [s3.service],
    sideDoors: [],
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  s3.start();
  return {
    endpoint,
    credentials: credentials.root,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await s3.close();
      await storage.close();
    },
  };
}

function testDestinations(): TestDestinations {
  const delivered: { arn: string; message: string }[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const take = (arn: string, message: string): void => {
    if (destinations.broken) throw new Error('the destination is broken');
    delivered.push({ arn, message });
    for (const waiter of waiting) if (delivered.length >= waiter.count) waiter.resolve();
    waiting = waiting.filter(({ count }) => count > delivered.length);
  };
  const destinations: TestDestinations = {
    delivered,
    broken: false,
    waitFor: (count) =>
      new Promise((resolve) => {
        if (delivered.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    functions: {
      invokeAsync: async (arn, payload) => take(arn, payload),
      mayInvoke: (arn) => arn === FUNCTION_ARN,
    },
    queues: {
      async send(arn, body) {
        if (arn === QUEUE_ARN) take(arn, body);
        return arn === QUEUE_ARN;
      },
    },
    topics: {
      async publish(arn, _subject, message) {
        if (arn === TOPIC_ARN) take(arn, message);
        return arn === TOPIC_ARN;
      },
    },
  };
  return destinations;
}
