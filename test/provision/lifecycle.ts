import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  HeadBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/provision/engine/run-steps.ts';
import { inventory } from '../../src/provision/inventory.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { pipeline } from '../../src/provision/pipeline.ts';
import { noCode } from '../../src/provision/resources/code-archive.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { type TeardownOptions, teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import type { TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { driftsOf } from './drifts.ts';

/** What an AWS that is not AWS gets wrong, as `step path`, with the writes that this costs each setup. */
export interface KnownGaps {
  readonly changes: readonly string[];
  readonly writes: readonly string[];
  /** The steps at whose start a setup or teardown may be stopped such that the next one can carry on. */
  readonly stoppableAt: readonly string[];
  /** Titles of the drifts that cannot be caused there. */
  readonly drifts?: readonly string[];
  /** Called with a bucket before objects are put into it or deleted. */
  readonly openBucket?: (bucket: string) => Promise<unknown>;
}

/** The life of an install on any AWS: each test has an install of its own. */
export function describeLifecycle(label: string, aws: TestAws, gaps: KnownGaps): void {
  describe(`an install on ${label}`, () => {
    const up = (settings: Settings, file = idleCodeFile) =>
      setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile: file });
    const down = (settings: Settings, options: TeardownOptions = {}) =>
      teardown(aws.clients, aws.target, settings, options, quickControl(), () => {});
    const differences = async (settings: Settings) => {
      const things = await plan(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
      return things
        .flatMap(({ step, changes }) => changes.map(({ path }) => `${step} ${path}`.trim()))
        .filter((change) => !gaps.changes.includes(change));
    };

    it('is planned on an empty account without writing anything', async () => {
      const settings = settingsFrom({ install: 'planned' });
      aws.writes.length = 0;
      const planned = await plan(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
      expect(planned.map(({ step }) => step)).toContain('bucket');
      expect(planned.every(({ changes }) => changes[0]?.action === 'create')).toBe(true);
      expect(aws.writes).toEqual([]);
    });

    it('has nothing left to do after a setup, and a second one writes nothing', async () => {
      const settings = settingsFrom({ install: 'twice', alarmEmail: 'ops@example.com' });
      const first = await up(settings);
      expect(first.apiUrl).toMatch(/\/prod$/);
      expect(await differences(settings)).toEqual([]);
      aws.writes.length = 0;
      const second = await up(settings);
      expect(aws.writes).toEqual(gaps.writes);
      expect(second.apiUrl).toBe(first.apiUrl);
    });

    it('is complete, ours and well in the inventory', async () => {
      const settings = settingsFrom({ install: 'listed' });
      await up(settings);
      const { things, apiUrl } = await inventory(
        aws.clients,
        aws.target,
        settings,
        quickControl(),
        idleCodeFile,
      );
      const there = things.filter(({ step }) => step !== 'api key');
      expect(there.map(({ presence }) => presence)).toEqual(there.map(() => 'ours'));
      expect(there.filter(({ health }) => health?.ok === false)).toEqual([]);
      expect(apiUrl).toBeDefined();
    });

    it('gets every drift repaired by the next setup', async () => {
      const settings = settingsFrom({ install: 'drifting' });
      await up(settings);
      const drifts = driftsOf(aws.clients, aws.target, settings).filter(
        ({ title }) => !gaps.drifts?.includes(title),
      );
      for (const { cause } of drifts) await cause();
      const seen = await differences(settings);
      for (const { title, step, path } of drifts) {
        expect(
          seen.some((change) => change.startsWith(`${step} ${path}`.trim())),
          title,
        ).toBe(true);
      }
      await up(settings);
      expect(await differences(settings)).toEqual([]);
    });

    it('follows its settings', async () => {
      await up(settingsFrom({ install: 'changing' }));
      const settings = settingsFrom({
        install: 'changing',
        memoryMb: 1024,
        logRetentionDays: 7,
        apiAuth: 'key',
        policies: 'walkthrough',
        alarms: { functionErrors: 5 },
      });
      expect((await differences(settings)).toSorted()).toEqual(
        expect.arrayContaining([
          'alarm function-errors settings.threshold',
          'api definition.GET /files.apiKeyRequired',
          'api definition.POST /upload.authorizationType',
          'api deployed',
          'api key',
          'function configuration.memoryMb',
          'log group retentionDays',
        ]),
      );
      const changed = await up(settings);
      expect(changed.apiKeyId).toBeDefined();
      expect(await differences(settings)).toEqual([]);
      const attached = await aws.clients.iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: changed.names.functionRole }),
      );
      expect(attached.AttachedPolicies?.map(({ PolicyName }) => PolicyName).toSorted()).toEqual([
        'AmazonDynamoDBFullAccess',
        'AmazonS3FullAccess',
        'CloudWatchLogsFullAccess',
      ]);

      await up(settingsFrom({ install: 'changing' }));
      expect(await differences(settingsFrom({ install: 'changing' }))).toEqual([]);
    });

    it.each(gaps.stoppableAt)('is finished by the next setup when one is stopped at the %s', async (at) => {
      const settings = settingsFrom({ install: `halfway-${at.replaceAll(' ', '-')}` });
      const stop = stopAt(at);
      const half = setup(aws.clients, aws.target, settings, quickControl(stop.signal), stop.report, {
        codeFile: idleCodeFile,
      });
      await expect(half).rejects.toThrow('stopped by hand');
      await up(settings);
      expect(await differences(settings)).toEqual([]);
    });

    it.each(gaps.stoppableAt)('is gone by the next teardown when one is stopped at the %s', async (at) => {
      const settings = settingsFrom({ install: `halfdown-${at.replaceAll(' ', '-')}` });
      await up(settings);
      const stop = stopAt(at);
      const half = teardown(aws.clients, aws.target, settings, {}, quickControl(stop.signal), stop.report);
      await expect(half).rejects.toThrow('stopped by hand');
      expect((await down(settings)).left).toEqual([]);
      const { things } = await inventory(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
      expect(things.filter(({ presence }) => presence !== 'absent')).toEqual([]);
    });

    it('is gone after a teardown, and a second teardown finds nothing', async () => {
      const settings = settingsFrom({ install: 'gone', apiAuth: 'key' });
      await up(settings);
      const receipt = await down(settings);
      expect(receipt).toMatchObject({ left: [], kept: [], foreign: [], deletedVersions: 0 });
      expect(receipt.removed.map(({ step }) => step)).toEqual(expect.arrayContaining(['bucket', 'api key']));
      aws.writes.length = 0;
      expect((await down(settings)).removed).toEqual([]);
      expect(aws.writes).toEqual([]);
    });

    it('is removed piece by piece without complaint when nothing is there', async () => {
      const settings = settingsFrom({ install: 'nothing', alarmEmail: 'ops@example.com' });
      const steps = pipeline(aws.clients, aws.target, settings, noCode);
      for (const step of steps.toReversed()) await step.remove(quickControl());
      const looks = await Promise.all(steps.map((step) => step.look()));
      expect(looks.every(({ presence }) => presence === 'absent')).toBe(true);
    });

    it('keeps its data until it is told by name to delete it', async () => {
      const settings = settingsFrom({ install: 'holding' });
      const { names } = await up(settings);
      await fill(names.bucket, names.table);
      aws.writes.length = 0;
      await expect(down(settings)).rejects.toThrow(/holds 4 object versions and .* 1 record$/);
      expect(aws.writes).toEqual([]);

      const kept = await down(settings, { keepData: true });
      expect(kept.kept.map(({ step }) => step)).toEqual(['bucket', 'table']);
      await up(settings);
      expect(await differences(settings)).toEqual([]);

      await gaps.openBucket?.(names.bucket);
      const receipt = await down(settings, { deleteData: true });
      expect(receipt).toMatchObject({ left: [], kept: [], deletedVersions: 4 });
    });

    it('lives beside the other triggers of its bucket', async () => {
      const settings = settingsFrom({ install: 'sharing' });
      const { names, arns } = await up(settings);
      const others = await addForeignTriggers(names.bucket, arns.function, names.function);
      await up(settings);
      expect(await triggers(names.bucket)).toEqual(others.withOurs);
      await down(settings, { keepData: true });
      expect(await triggers(names.bucket)).toEqual(others.alone);
    });

    it('refuses a trigger for the same events and names its owner', async () => {
      const settings = settingsFrom({ install: 'crowded' });
      const names = namesOf(aws.target, settings);
      await up(settings);
      await down(settings, { keepData: true });
      const queue = await makeQueue('crowded-queue');
      const configuration = {
        QueueConfigurations: [{ QueueArn: queue, Events: ['s3:ObjectCreated:Put' as const] }],
      };
      await aws.clients.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: names.bucket,
          NotificationConfiguration: configuration,
        }),
      );
      aws.writes.length = 0;
      await expect(up(settings)).rejects.toThrow(
        `trigger for the same events on bucket ${names.bucket}, to ${queue}`,
      );
      expect(aws.writes).toEqual([]);
      const planned = await plan(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
      expect(planned.find(({ step }) => step === 'trigger')?.obstacle?.problem).toContain(queue);
    });

    it('refuses what has its names and belongs to somebody else, before writing anything', async () => {
      const settings = settingsFrom({ install: 'foreign' });
      const names = namesOf(aws.target, settings);
      await aws.clients.iam.send(
        new CreateRoleCommand({
          RoleName: names.functionRole,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          }),
        }),
      );
      aws.writes.length = 0;
      await expect(up(settings)).rejects.toThrow(
        `not part of install foreign, though of its name: function role ${names.functionRole}`,
      );
      expect((await down(settings)).foreign.map(({ step }) => step)).toEqual(['function role']);
      expect(aws.writes).toEqual([]);
    });

    it('borrows a bucket that was chosen by name, and leaves it as it was', async () => {
      const bucket = 'somebodys-bucket';
      await aws.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
      const settings = settingsFrom({ install: 'borrowing', overrides: { bucket } });
      aws.writes.length = 0;
      await up(settings);
      expect(aws.writes.filter((write) => /Bucket/.test(write))).toEqual([
        'PutBucketNotificationConfigurationCommand',
      ]);
      const receipt = await down(settings, { deleteData: true });
      expect(receipt.foreign.map(({ step }) => step)).toEqual(['bucket']);
      expect(receipt.left).toEqual([]);
      await aws.clients.s3.send(new HeadBucketCommand({ Bucket: bucket }));
    });

    /** Four versions in the bucket, one of them a delete marker; an unfinished upload; a record. */
    async function fill(bucket: string, table: string): Promise<void> {
      await gaps.openBucket?.(bucket);
      for (const Key of ['a.txt', 'a.txt', 'ü b+c.txt']) {
        await aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
      }
      await aws.clients.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a.txt' }));
      await aws.clients.s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'big.bin' }));
      await aws.clients.dynamodb.send(
        new PutItemCommand({ TableName: table, Item: { filename: { S: 'a.txt' } } }),
      );
    }

    async function triggers(bucket: string): Promise<unknown> {
      const { $metadata: _, ...found } = await aws.clients.s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      return found;
    }

    async function makeQueue(name: string): Promise<string> {
      await aws.clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
      return `arn:aws:sqs:${aws.target.region}:${aws.target.accountId}:${name}`;
    }

    /** A queue, a function and EventBridge, beside ours, for events that are not ours. */
    async function addForeignTriggers(bucket: string, functionArn: string, functionName: string) {
      const queue = await makeQueue('bystander');
      await aws.clients.lambda.send(
        new AddPermissionCommand({
          FunctionName: functionName,
          StatementId: 'bystander',
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
          SourceArn: arnsOf(aws.target, namesOf(aws.target, settingsFrom({ install: 'sharing' }))).bucket,
        }),
      );
      const current = await aws.clients.s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      await aws.clients.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [
              {
                Id: 'theirs',
                LambdaFunctionArn: functionArn,
                Events: ['s3:ObjectRestore:Completed'],
                Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'cold/' }] } },
              },
              ...(current.LambdaFunctionConfigurations ?? []),
            ],
            QueueConfigurations: [{ Id: 'queue', QueueArn: queue, Events: ['s3:ObjectTagging:*'] }],
            EventBridgeConfiguration: {},
          },
        }),
      );
      const withOurs = await triggers(bucket);
      const { LambdaFunctionConfigurations: _, ...rest } = {
        LambdaFunctionConfigurations: [],
        ...Object(withOurs),
      };
      return { withOurs, alone: { ...rest, LambdaFunctionConfigurations: theirsOf(withOurs) } };
    }
  });
}

/** Aborts as soon as the step starts. */
function stopAt(at: string): { readonly signal: AbortSignal; readonly report: Report } {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    report({ step, state }) {
      if (step === at && state === 'started') stop.abort(new Error('stopped by hand'));
    },
  };
}

function theirsOf(triggers: unknown): unknown {
  const { LambdaFunctionConfigurations = [] } = Object(triggers) as {
    LambdaFunctionConfigurations?: { Id?: string }[];
  };
  return LambdaFunctionConfigurations.filter(({ Id }) => Id === 'theirs');
}
