import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { apiPolicy, functionPolicy, type PolicyDocument, queryPolicy } from '../../src/provision/policies.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { type SetupResult, setup } from '../../src/provision/setup.ts';
import { replayEvent } from '../../src/reconcile/replay-event.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';

const place = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};
const settings = settingsFrom({ apiAuth: 'none' });
const names = namesOf(place, settings);
const arns = arnsOf(place, names);
const signal = new AbortController().signal;

interface Right {
  readonly role: string;
  readonly policy: PolicyDocument;
  readonly action: string;
}

/** Every action that the roles of an install are allowed. */
const rights: readonly Right[] = [
  { role: names.functionRole, policy: functionPolicy(arns) },
  { role: names.apiRole, policy: apiPolicy(arns) },
  { role: names.queryRole, policy: queryPolicy(arns) },
].flatMap(({ role, policy }) => actionsOf(policy).map((action) => ({ role, policy, action })));

describe('the rights of an install', () => {
  let aws: TestAws;
  let made: SetupResult;
  let count = 0;

  beforeAll(async () => {
    aws = await startAws({ asyncRetrySeconds: [0.01, 0.01] });
    made = await setup(aws.clients, aws.target, settings, quickControl(), () => {}, {
      codeFile,
    });
  });
  afterAll(async () => {
    await aws.close();
  });

  it('are enough for all that it does', async () => {
    expect(await failures()).toEqual([]);
  });

  it.each(rights)('are none too many: $role needs $action', async ({ role, policy, action }) => {
    await give(role, without(policy, action));
    expect(await failures(1)).not.toEqual([]);
    await give(role, policy);
  });

  /** What does not work, of all that the pipeline does; looks no further once that much does not. */
  async function failures(most = Number.POSITIVE_INFINITY): Promise<string[]> {
    // A function that runs already has its log stream.
    await startAfresh();
    const attempts: Record<string, () => Promise<boolean>> = {
      'records a file that comes through the API': recordsPosted,
      'lists files through the API': listsFiles,
      'shows a file through the API': showsFile,
      'records a new file, and logs it': recordsCreated,
      'records a removal': recordsRemoved,
      'records nothing of a version that is hidden by now': ignoresHidden,
      'records what nobody announced, when told to look': recordsReplayed,
      'hands over what fails': handsOver,
    };
    const failed: string[] = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      if (!(await attempt())) failed.push(name);
      if (failed.length >= most) break;
    }
    return failed;
  }

  async function recordsPosted(): Promise<boolean> {
    const Key = newKey();
    const url = `${made.apiUrl}/upload?filename=${Key}`;
    if (!(await fetch(url, { method: 'POST', body: 'content' })).ok) return false;
    return (await handles({ eventName: 'ObjectCreated:Put', key: Key })) && (await hasRow(Key));
  }

  async function listsFiles(): Promise<boolean> {
    return (await fetch(`${made.apiUrl}/files`)).ok;
  }

  async function showsFile(): Promise<boolean> {
    return (await fetch(`${made.apiUrl}/files/none`)).status === 404;
  }

  async function recordsCreated(): Promise<boolean> {
    const { key, versionId } = await put();
    const handled = await handles({ eventName: 'ObjectCreated:Put', key, versionId });
    return handled && (await hasRow(key)) && (await hasLogLine(key));
  }

  async function recordsRemoved(): Promise<boolean> {
    const { key } = await put();
    const versionId = await remove(key);
    return handles({ eventName: 'ObjectRemoved:DeleteMarkerCreated', key, versionId });
  }

  async function ignoresHidden(): Promise<boolean> {
    const { key, versionId } = await put();
    await remove(key);
    return handles({ eventName: 'ObjectCreated:Put', key, versionId });
  }

  async function recordsReplayed(): Promise<boolean> {
    const { key } = await put();
    return await succeeds(replayEvent(names.bucket, [key], new Date()));
  }

  async function handsOver(): Promise<boolean> {
    const before = await lostRecords();
    const command = new InvokeCommand({
      FunctionName: names.function,
      InvocationType: 'Event',
      Payload: '{}',
    });
    const { $metadata } = await aws.clients.lambda.send(command);
    const queue = await aws.clients.sqs.send(new GetQueueUrlCommand({ QueueName: names.failureQueue }));
    for (;;) {
      const receive = new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl, WaitTimeSeconds: 1 });
      const { Messages = [] } = await aws.clients.sqs.send(receive);
      if (Messages.some(({ Body = '' }) => Body.includes($metadata.requestId ?? '-'))) return true;
      if ((await lostRecords()) > before) return false;
    }
  }

  /** Whether the function deals with an event, by its own account. */
  async function handles(happened: {
    readonly eventName: string;
    readonly key: string;
    readonly versionId?: string | undefined;
  }): Promise<boolean> {
    const { eventName, key, versionId } = happened;
    const object = { key, versionId, sequencer: 'F'.repeat(16) };
    const s3 = { bucket: { name: names.bucket }, object };
    return succeeds({ Records: [{ eventName, eventTime: '2026-01-01T00:00:00.000Z', s3 }] });
  }

  async function succeeds(event: object): Promise<boolean> {
    const command = new InvokeCommand({ FunctionName: names.function, Payload: JSON.stringify(event) });
    return (await aws.clients.lambda.send(command)).FunctionError === undefined;
  }

  async function put(): Promise<{ readonly key: string; readonly versionId: string | undefined }> {
    const key = newKey();
    const command = new PutObjectCommand({ Bucket: names.bucket, Key: key, Body: 'content' });
    return { key, versionId: (await aws.clients.s3.send(command)).VersionId };
  }

  async function remove(key: string): Promise<string | undefined> {
    const command = new DeleteObjectCommand({ Bucket: names.bucket, Key: key });
    return (await aws.clients.s3.send(command)).VersionId;
  }

  async function hasRow(key: string): Promise<boolean> {
    return (await getRow(aws.clients.dynamodb, names.table, key, signal)) !== undefined;
  }

  async function hasLogLine(key: string): Promise<boolean> {
    const filterPattern = `{ $.key = "${key}" }`;
    const command = new FilterLogEventsCommand({ logGroupName: names.logGroup, filterPattern });
    return ((await aws.clients.logs.send(command)).events ?? []).length > 0;
  }

  /** How many records of failures never reached the queue. */
  async function lostRecords(): Promise<number> {
    const now = Date.now();
    const command = new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'DestinationDeliveryFailures',
      Dimensions: [{ Name: 'FunctionName', Value: names.function }],
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 7200,
      Statistics: ['Sum'],
    });
    const { Datapoints = [] } = await aws.clients.cloudwatch.send(command);
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }

  async function startAfresh(): Promise<void> {
    const Description = `run ${count++}`;
    const command = new UpdateFunctionConfigurationCommand({ FunctionName: names.function, Description });
    await aws.clients.lambda.send(command);
  }

  async function give(role: string, policy: PolicyDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(policy);
    const command = new PutRolePolicyCommand({ RoleName: role, PolicyName: 'filepipe', PolicyDocument });
    await aws.clients.iam.send(command);
  }

  function newKey(): string {
    return `file-${count++}`;
  }
});

function actionsOf({ Statement }: PolicyDocument): string[] {
  return Statement.flatMap(({ Action }) => Action as string | string[]);
}

function without(policy: PolicyDocument, action: string): PolicyDocument {
  const statements = policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement['Action']].flat().filter((its) => its !== action),
  }));
  const left = statements.filter(({ Action }) => Action.length > 0);
  const nothing = { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arns.bucket };
  return { ...policy, Statement: left.length > 0 ? left : [nothing] };
}
