import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import { queryFiles } from '../../src/catalog/query-files.ts';
import { queryViaApi } from '../../src/catalog/query-via-api.ts';
import { allClients, type Clients } from '../../src/clients.ts';
import { examine } from '../../src/doctor/examine.ts';
import { readLogs } from '../../src/function-logs.ts';
import { namesOf } from '../../src/provision/names.ts';
import { operatorPolicy } from '../../src/provision/operator-policy.ts';
import type { PolicyDocument } from '../../src/provision/policies.ts';
import { readerPolicy } from '../../src/provision/reader-policy.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { uploaderPolicy } from '../../src/provision/uploader-policy.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { soughtFrom } from '../../src/reconcile/sought.ts';
import { countMessages, openFailureQueue } from '../../src/redrive/failure-messages.ts';
import { peek } from '../../src/redrive/peek.ts';
import { redriveEvents } from '../../src/redrive/redrive.ts';
import type { Session } from '../../src/target/session.ts';
import type { Target } from '../../src/target/target.ts';
import { findEnds } from '../../src/trace/find-ends.ts';
import type { Source } from '../../src/transfer/sources.ts';
import { findApi } from '../../src/upload/find-api.ts';
import { openDoor } from '../../src/upload/open-door.ts';
import { sleep } from '../../src/wait.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { withoutEachAction } from './one-right-less.ts';
import { giveRole, roleTarget } from './role-target.ts';

const place = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};
const BIG_BYTES = 9 * 1024 * 1024;
const signed = settingsFrom({ alarmEmail: 'ops@example.com' });
const keyed = settingsFrom({ apiAuth: 'key', alarmEmail: 'ops@example.com' });

describe.each([
  ['signed requests', signed],
  ['a key', keyed],
] as const)('an install whose API takes %s', (_, settings) => {
  let aws: TestAws;
  let folder: string;
  let small: Source;
  let big: Source;
  let operated = 0;

  beforeAll(async () => {
    aws = await startAws();
    folder = await mkdtemp(join(tmpdir(), 'filepipe-policies-'));
    small = await source('small.txt', 10);
    big = await source('big.bin', BIG_BYTES);
    await setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile });
  });
  afterAll(async () => {
    await teardown(aws.clients, aws.target, settings, { deleteData: true }, quickControl(), () => {});
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('somebody with no rights but those of an uploader', () => {
    const policy = uploaderPolicy(place, settings);
    const uploader = somebody('uploader', policy);

    it('can upload through both doors, and wait for the metadata', async () => {
      expect(await uploads(await uploader())).toEqual([]);
    });

    it.each(withoutEachAction(policy))('needs $right', async ({ policy: less }) => {
      expect(await uploads(await uploader(less))).not.toEqual([]);
    });

    it('cannot read what is there', async () => {
      const { clients } = await uploader();
      const { bucket: Bucket } = namesOf(place, settings);
      await expect(clients.s3.send(new ListMultipartUploadsCommand({ Bucket }))).rejects.toThrow(
        's3:ListBucketMultipartUploads',
      );
    });
  });

  describe('somebody with no rights but those of a reader', () => {
    const policy = readerPolicy(place, settings);
    const reader = somebody('reader', policy);

    it('can list metadata and logs, and see how the install is', async () => {
      expect(await reads(await reader())).toEqual([]);
    });

    it.each(withoutEachAction(policy))('needs $right', async ({ policy: less }) => {
      expect(await reads(await reader(less))).not.toEqual([]);
    });
  });

  describe('somebody with no rights but those of an operator', () => {
    const policy = operatorPolicy(place, settings);
    const operator = somebody('operator', policy);
    const ofReaders = new Set(readerPolicy(place, settings).Statement.map(({ Sid }) => Sid));

    it('can compare bucket and table, and have the function repair what differs', async () => {
      expect(await operations(await operator())).toEqual([]);
    });

    it('can see what waits in the failure queue, and send it again', async () => {
      expect(await redrives(await operator())).toEqual([]);
    });

    it.each(withoutEachAction(policy).filter(({ right }) => !ofReaders.has(right.split(' ')[0])))(
      'needs $right',
      async ({ policy: less }) => {
        const someone = await operator(less);
        expect([...(await redrives(someone)), ...(await operations(someone))]).not.toEqual([]);
      },
    );

    it.each(['s3:ListBucket', 'lambda:GetFunction'])('needs %s, as a reader does', async (action) => {
      const less = withoutEachAction(policy).find((one) => one.action === action);
      expect(await operations(await operator(less?.policy))).not.toEqual([]);
    });
  });

  interface Somebody {
    readonly target: Target;
    readonly clients: Clients;
  }

  /** Someone with this policy at first, and with another when told. */
  function somebody(role: string, policy: PolicyDocument) {
    let known: Promise<Somebody> | undefined;
    return async (now: PolicyDocument = policy): Promise<Somebody> => {
      known ??= roleTarget(aws, role, policy).then(async (target) => ({
        target,
        clients: await allClients(target),
      }));
      const someone = await known;
      await giveRole(aws, role, now);
      return someone;
    };
  }

  /** What does not work, of all that an upload may come to. */
  async function uploads({ target, clients }: Somebody): Promise<string[]> {
    const session = sessionOf(target);
    const put = (via: 's3' | 'api', file: Source) => async () =>
      (await openDoor(via, session, quickControl()))(file, () => {});
    return await failuresOf({
      'a file': put('s3', small),
      'a file in parts': put('s3', big),
      'a file through the API': put('api', small),
      'looking for the metadata': () =>
        getRow(clients.dynamodb, namesOf(place, settings).table, small.key, quickControl().signal),
      'the names of the install': () => settingsOfInstall(clients, target, {}),
      'an upload that is stopped': () => stopsCleanly(session),
    });
  }

  async function reads({ target, clients }: Somebody): Promise<string[]> {
    const names = namesOf(place, settings);
    const { signal } = quickControl();
    const logs = { group: names.logGroup, since: new Date(0), limit: 1, errorsOnly: false };
    return await failuresOf({
      settings: () => settingsOfInstall(clients, target, {}),
      plan: async () => unless(await plan(clients, target, settings, quickControl(), codeFile)),
      metadata: () => queryFiles(clients.dynamodb, names.table, {}, signal).next(),
      'metadata through the API': async () =>
        queryViaApi(await findApi(sessionOf(target), 'GET /files'), {}, quickControl()).next(),
      logs: () => readLogs(clients.logs, logs, signal),
      'what bucket and table hold': () => findEnds(clients, place, names, 'no.txt', signal),
      doctor: async () => {
        const findings = await examine(clients, target, settings, quickControl(), {
          codeFile,
        });
        unless(findings.filter(({ state }) => state === 'unknown'));
      },
    });
  }

  /** With a file that nobody announced; the repair itself is waited for in real time. */
  async function operations({ clients }: Somebody): Promise<string[]> {
    const names = namesOf(place, settings);
    const key = `unannounced-${operated++}.txt`;
    await aws.clients.s3.send(new PutObjectCommand({ Bucket: names.bucket, Key: key, Body: 'x' }));
    await expect.poll(() => rowOf(key)).toBeDefined();
    const Key = { filename: { S: key } };
    await aws.clients.dynamodb.send(new DeleteItemCommand({ TableName: names.table, Key }));
    const how = {
      prefix: key,
      sought: soughtFrom(undefined, false),
      check: false,
      rate: 50,
      graceSeconds: 0,
      restart: true,
      folder: join(folder, 'notebook'),
    };
    const control = { ...quickControl(), sleep, now: Date.now };
    return await failuresOf({
      reconciling: async () => {
        const { counts } = await reconcile(clients, names, how, control, () => {});
        expect(counts).toEqual({ missing: 1, repaired: 1 });
      },
    });
  }

  function rowOf(key: string) {
    return getRow(aws.clients.dynamodb, namesOf(place, settings).table, key, quickControl().signal);
  }

  /** With one failed event in the queue. */
  async function redrives({ clients }: Somebody): Promise<string[]> {
    const names = namesOf(place, settings);
    const { signal } = quickControl();
    const open = (sqs: Clients['sqs']) => openFailureQueue(sqs, names.failureQueue);
    const queue = await open(aws.clients.sqs);
    await aws.clients.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    const requestContext = { requestId: 'id', condition: 'RetriesExhausted', approximateInvokeCount: 3 };
    const MessageBody = JSON.stringify({ requestContext, requestPayload: { Records: [] } });
    await aws.clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
    const all = { wants: () => true, limit: 1, perSecond: 1000, waitSeconds: undefined };
    return await failuresOf({
      counting: async () => countMessages(await open(clients.sqs), signal),
      looking: async () => peek(await open(clients.sqs), 10, signal),
      redriving: async () => {
        const mine = { queue: await open(clients.sqs), names };
        const { sent } = await redriveEvents(clients, mine, all, quickControl(), () => {});
        unless(sent.length === 1 ? [] : ['nothing was sent']);
      },
    });
  }

  /** Stopped when the first part has arrived. */
  async function stopsCleanly(session: Session): Promise<void> {
    const stop = new AbortController();
    const upload = await openDoor('s3', session, quickControl(stop.signal));
    await upload(big, () => stop.abort()).catch(() => {});
    const { bucket: Bucket } = namesOf(place, settings);
    const { Uploads = [] } = await aws.clients.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    for (const { Key, UploadId } of Uploads) {
      await aws.clients.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
    unless(Uploads);
  }

  async function source(key: string, bytes: number): Promise<Source> {
    const path = join(folder, key);
    await writeFile(path, Buffer.alloc(bytes, 7));
    return { path, key, bytes, contentType: 'application/octet-stream' };
  }
});

function sessionOf(target: Target): Session {
  return { target, install: 'filepipe', overrides: {}, isRemembered: true, remember: async () => {} };
}

async function failuresOf(attempts: Readonly<Record<string, () => Promise<unknown>>>): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    await attempt().catch(() => failed.push(name));
  }
  return failed;
}

function unless(there: readonly unknown[]): void {
  if (there.length > 0) throw new Error(JSON.stringify(there));
}
