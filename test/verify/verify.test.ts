import { DeleteMethodCommand, GetResourcesCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryFiles } from '../../src/catalog/query-files.ts';
import type { Control } from '../../src/control.ts';
import { namesOf } from '../../src/provision/names.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import type { ProbeEvent } from '../../src/verify/probe.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { everyHop, hopsOf, patient, probing, realControl } from './probing.ts';

const settings = settingsFrom({});

describe('verify', () => {
  let aws: TestAws;

  beforeAll(async () => {
    aws = await startAws();
  });
  afterAll(async () => {
    await aws.close();
  });
  beforeEach(() => up(settings));

  it('follows a probe through each door, and leaves nothing of it behind', async () => {
    const { probes, swept } = await probe();
    expect(probes.map(hopsOf)).toEqual([everyHop, everyHop]);
    expect(probes.map(({ failures, notes }) => [...failures, ...notes])).toEqual([[], []]);
    expect(probes.map(({ run }) => run?.functionSeconds)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(swept).toBe(0);
    expect(await keysIn(namesOf(aws.target, settings).bucket)).toEqual([]);
    expect(await files()).toEqual([]);
  });

  it('probes with names that are easily garbled', async () => {
    const { probes } = await probe();
    for (const { key } of probes) expect(key).toMatch(/^filepipe-probe\/[0-9a-f]{16}\/Ü.* & .*%41.*'.*🧪/u);
    expect(probes[0]?.key).toContain('+');
  });

  it('works in a bucket that is not filepipe’s and has no versions', async () => {
    await aws.clients.s3.send(new CreateBucketCommand({ Bucket: 'lent' }));
    const borrowing = settingsFrom({ install: 'borrower', overrides: { bucket: 'lent' } });
    await up(borrowing);
    const { probes } = await probe(patient, borrowing);
    expect(probes.map(hopsOf)).toEqual([everyHop, everyHop]);
    expect(await keysIn('lent')).toEqual([]);
  });

  it('puts nothing into somebody else’s bucket that lacks the trigger', async () => {
    await aws.clients.s3.send(new CreateBucketCommand({ Bucket: 'untouched' }));
    const borrowing = settingsFrom({ install: 'borrower', overrides: { bucket: 'untouched' } });
    await expect(probe(patient, borrowing)).rejects.toThrow(/untouched .* lacks the trigger/);
    expect(await keysIn('untouched')).toEqual([]);
  });

  it.each([
    {
      broken: 'the trigger',
      by: removeTrigger,
      reason: 'trigger filepipe is missing: S3 tells nobody of files',
    },
    {
      broken: 'the permission',
      by: removePermission,
      reason: 'invoke permission filepipe-bucket is missing: S3 may not run the function',
    },
    {
      broken: 'the function',
      by: switchOff,
      reason: 'function FilesProcessed is switched off: its reserved concurrency is 0',
    },
  ])('says that $broken is missing when no row comes, and clears the probe', async ({ by, reason }) => {
    await by();
    const { probes } = await probe(patient, settings, quickControl());
    await switchOn();
    for (const { hops, failures } of probes) {
      expect(hops.map(({ hop }) => hop)).toEqual(['stored', 'sameBytes']);
      expect(failures).toMatchObject([{ hop: 'row', denied: false }]);
      expect(failures[0]?.reasons[0]).toBe(reason);
      expect(failures[0]?.seconds).toBeLessThan(5);
    }
    expect(await keysIn(namesOf(aws.target, settings).bucket)).toEqual([]);
  });

  it('shows what the function says when it fails, without waiting for the time to be over', async () => {
    await up(settingsFrom({ extraPolicy: denying('dynamodb:PutItem') }));
    const { probes } = await probe({ ...patient, ways: ['s3'], timeoutSeconds: 3600 });
    const [failure] = probes[0]?.failures ?? [];
    expect(failure).toMatchObject({ hop: 'row', hint: 'see what the function says: filepipe logs --errors' });
    expect(String(failure?.error)).toMatch(/the function failed: failed filepipe-probe.*dynamodb:PutItem/);
    await up(settingsFrom({ extraPolicy: 'none' }));
  });

  it('goes on when only the line in the log is missing', async () => {
    const { logGroup } = namesOf(aws.target, settings);
    await aws.clients.logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
    const { probes } = await probe({ ...patient, ways: ['s3'], timeoutSeconds: 2 });
    expect(probes.map(hopsOf)).toEqual([everyHop.filter((hop) => hop !== 'logLine')]);
    expect(probes[0]?.failures).toMatchObject([
      { hop: 'logLine', reasons: [`log group ${logGroup} is missing: there is nowhere to log to`] },
    ]);
  });

  it('goes on when only the API does not answer, and says why', async () => {
    const { queryRole } = namesOf(aws.target, settings);
    await aws.clients.iam.send(
      new DeleteRolePolicyCommand({ RoleName: queryRole, PolicyName: await policyOf(queryRole) }),
    );
    const { probes } = await probe({ ...patient, ways: ['s3'] });
    expect(probes.map(hopsOf)).toEqual([everyHop.filter((hop) => hop !== 'apiRow')]);
    expect(probes[0]?.failures).toMatchObject([
      {
        hop: 'apiRow',
        denied: false,
        reasons: [`query role ${queryRole} is not as setup makes it: inlinePolicies.filepipe`],
        hint: 'let setup put it right: filepipe setup',
      },
    ]);
    expect(String(probes[0]?.failures[0]?.error)).toContain('GET /files/{filename}');
  });

  it('asks no API that has no such method, and says so', async () => {
    const { apigateway } = aws.clients;
    const { items = [] } = await apigateway.send(new GetRestApisCommand({}));
    const restApiId = items.find(({ name }) => name === 'filepipe')?.id ?? '';
    const resources = await apigateway.send(new GetResourcesCommand({ restApiId }));
    const resourceId = resources.items?.find(({ path }) => path === '/files/{filename+}')?.id ?? '';
    await apigateway.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }));
    const { probes } = await probe({ ...patient, ways: ['s3'] });
    expect(probes.map(hopsOf)).toEqual([everyHop.filter((hop) => hop !== 'apiRow')]);
    expect(probes[0]).toMatchObject({
      failures: [],
      notes: ['there is no API with GET /files/{filename} to ask for the row: filepipe setup makes it'],
    });
  });

  it('says so when there is no API', async () => {
    const { probes } = await probe({ ...patient, ways: ['api'] }, settingsFrom({ install: 'nowhere' }));
    expect(probes[0]?.failures).toMatchObject([{ hop: 'stored' }]);
    expect(String(probes[0]?.failures[0]?.error)).toMatch(
      'there is no API filepipe-nowhere with POST /upload',
    );
  });

  it('clears the probe when it is interrupted', async () => {
    const stop = new AbortController();
    const stopped = probe(patient, settings, realControl(stop.signal), (event) => {
      if (event.state === 'started' && event.hop === 'row') stop.abort(new Error('enough'));
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await keysIn(namesOf(aws.target, settings).bucket)).toEqual([]);
  });

  it('sweeps what killed probes have left, and nothing else', async () => {
    const other = settingsFrom({ install: 'other' });
    await up(other);
    const { bucket } = namesOf(aws.target, other);
    const left = 'filepipe-probe/0123456789abcdef/left.bin';
    const mine = ['filepipe-probe/mine.txt', 'filepipe-probes/0123456789abcdef/mine.txt'];
    for (const Key of [left, left, ...mine])
      await aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'content' }));
    const none = { ...patient, ways: [] };
    expect(await probe(none, other)).toMatchObject({ swept: 0 });
    const later: Control = { ...realControl(), now: () => Date.now() + 3_601_000 };
    expect(await probe(none, other, later)).toMatchObject({ swept: 1 });
    expect(await keysIn(bucket)).toEqual(mine);
  });

  async function up(wanted: Settings): Promise<void> {
    await setup(aws.clients, aws.target, wanted, quickControl(), () => {}, { codeFile });
  }

  function probe(
    options = patient,
    of = settings,
    control = realControl(),
    tell: (event: ProbeEvent) => void = () => {},
  ) {
    return probing(aws.target, of, codeFile, options, control, tell);
  }

  async function keysIn(Bucket: string): Promise<string[]> {
    const { Versions = [], DeleteMarkers = [] } = await aws.clients.s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key = '' }) => Key);
  }

  async function policyOf(RoleName: string): Promise<string> {
    const { PolicyNames = [] } = await aws.clients.iam.send(new ListRolePoliciesCommand({ RoleName }));
    return PolicyNames[0] ?? '';
  }

  async function files(): Promise<string[]> {
    const { table } = namesOf(aws.target, settings);
    const found: string[] = [];
    const rows = queryFiles(aws.clients.dynamodb, table, {}, new AbortController().signal);
    for await (const { filename } of rows) found.push(filename);
    return found;
  }

  async function removeTrigger(): Promise<void> {
    const { bucket: Bucket } = namesOf(aws.target, settings);
    await aws.clients.s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
    );
  }

  async function removePermission(): Promise<void> {
    const names = namesOf(aws.target, settings);
    const statement = { FunctionName: names.function, StatementId: names.invokeStatement };
    await aws.clients.lambda.send(new RemovePermissionCommand(statement));
  }

  async function switchOff(): Promise<void> {
    const FunctionName = namesOf(aws.target, settings).function;
    const none = { FunctionName, ReservedConcurrentExecutions: 0 };
    await aws.clients.lambda.send(new PutFunctionConcurrencyCommand(none));
  }

  async function switchOn(): Promise<void> {
    const FunctionName = namesOf(aws.target, settings).function;
    await aws.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
});

function denying(action: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] };
}
