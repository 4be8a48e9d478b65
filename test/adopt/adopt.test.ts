import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  AddPermissionCommand,
  GetFunctionCommand,
  ListTagsCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adopt } from '../../src/adopt/adopt.ts';
import { adoptedNames } from '../../src/adopt/adopted-names.ts';
import { findPipeline, type Start } from '../../src/adopt/find-pipeline.ts';
import { type Adoption, planAdoption } from '../../src/adopt/plan-adoption.ts';
import { allClients, type Clients } from '../../src/clients.ts';
import type { Control } from '../../src/control.ts';
import { policy } from '../../src/provision/policies.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { codeFile } from '../built.ts';
import { eventually } from '../eventually.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { roleTarget } from '../provision/role-target.ts';
import { type ConsoleChoices, type ConsolePipeline, clickTogether } from './console-pipeline.ts';

describe('adopting a pipeline that was made in the console', () => {
  let aws: TestAws;
  let count = 0;

  beforeAll(async () => {
    aws = await startAws({ asyncRetrySeconds: [0.05, 0.05] });
  });
  afterAll(() => aws.close());

  it('an upload makes a row before, and one in parts makes none', async () => {
    const { made, put, putInParts, rowsOf } = await owner();
    await putInParts('big.bin');
    await put('small.txt');
    await rowsOf(1);
    expect((await rowsOf(1)).map(({ filename }) => filename)).toEqual(['small.txt']);
    expect(made.triggerId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('afterwards both make a row, and nothing is left to do', async () => {
    const own = await owner();
    await own.put('before.txt');
    await own.rowsOf(1);
    await own.adopt();
    await own.putInParts('big.bin');
    await own.put('after.txt');
    const rows = await own.rowsOf(3);
    expect(rows.map(({ filename }) => filename).toSorted()).toEqual(['after.txt', 'before.txt', 'big.bin']);
    expect(rows.find(({ filename }) => filename === 'big.bin')).toMatchObject({ status: 'described' });
    expect(await own.planned()).toEqual([]);
  });

  it('no event is lost meanwhile', async () => {
    const own = await owner();
    await own.put('warm-up.txt');
    await own.rowsOf(1);
    let over = false;
    const uploads = (async () => {
      let sent = 0;
      for (; !over; sent++) await own.put(`file-${sent}.txt`);
      for (const name of ['last-1.txt', 'last-2.txt']) await own.put(name);
      return sent + 2;
    })();
    await own.adopt();
    over = true;
    const sent = await uploads;
    expect(sent).toBeGreaterThan(5);
    const rows = await own.rowsOf(sent + 1);
    expect(rows).toHaveLength(sent + 1);
  });

  it('the trigger by hand gives way to ours in one write, and others stay', async () => {
    const own = await owner();
    const queue = await queueArn(`events-${own.id}`);
    const before = await own.triggers();
    await aws.clients.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: own.made.bucket,
        NotificationConfiguration: {
          ...before,
          QueueConfigurations: [{ Id: 'theirs', QueueArn: queue, Events: ['s3:ObjectRestore:*'] }],
        },
        SkipDestinationValidation: true,
      }),
    );
    aws.writes.length = 0;
    await own.adopt();
    expect(aws.writes.filter((name) => name === 'PutBucketNotificationConfigurationCommand')).toHaveLength(1);
    const after = await own.triggers();
    expect(after.LambdaFunctionConfigurations).toMatchObject([
      { Id: `filepipe-${own.install}`, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] },
    ]);
    expect(after.QueueConfigurations).toMatchObject([{ Id: 'theirs', QueueArn: queue }]);
  });

  it("the bucket stays its owner's: nothing on it changes but the trigger, and a teardown leaves it", async () => {
    const own = await owner();
    await own.put('mine.txt');
    await own.rowsOf(1);
    const adoption = await own.adopt();
    expect(adoption.borrowedBucket).toBe(own.made.bucket);
    expect(await own.bucketTags()).toEqual({});
    const Bucket = own.made.bucket;
    expect((await aws.clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const receipt = await own.teardown();
    expect(receipt.left).toEqual([]);
    await aws.clients.s3.send(new HeadBucketCommand({ Bucket }));
    expect((await own.triggers()).LambdaFunctionConfigurations ?? []).toEqual([]);
    expect(receipt.removed.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['function', 'table', 'log group']),
    );
    expect(receipt.removed.map(({ step }) => step)).not.toContain('bucket');
  });

  it('with the bucket, it is tagged beside its other tags, and set up', async () => {
    const own = await owner();
    const Bucket = own.made.bucket;
    const TagSet = [{ Key: 'team', Value: 'blue' }];
    await aws.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await own.adopt({ withBucket: true });
    expect(await own.bucketTags()).toEqual({ team: 'blue', 'filepipe:install': own.install });
    expect((await aws.clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect(await own.planned()).toEqual([]);
  });

  it('what it comes to is told before anything is written', async () => {
    const own = await owner({ bare: false });
    aws.writes.length = 0;
    const adoption = await own.plan();
    expect(aws.writes).toEqual([]);
    expect(adoption.claims.map(({ step, tagged }) => `${step} ${tagged}`)).toEqual([
      'table false',
      'log group false',
      'function false',
    ]);
    const paths = adoption.changes.flatMap(({ step, changes }) =>
      changes.map(({ path }) => `${step} ${path}`),
    );
    expect(paths).toEqual(
      expect.arrayContaining([
        'function code.sha256',
        'function configuration.timeoutSeconds',
        'table billingMode',
        'log group retentionDays',
        'trigger ',
      ]),
    );
    const { roleName, statementId, functionName, apiId, triggerId } = own.made;
    expect(adoption.replacedTriggers).toMatchObject([{ id: triggerId, events: ['s3:ObjectCreated:Put'] }]);
    const kept = adoption.leftovers.map(({ what }) => what);
    expect(kept).toEqual([
      `role ${roleName}`,
      `permission ${statementId}`,
      'api upload-api',
      `alarm ${functionName}-errors`,
    ]);
    const commands = adoption.leftovers.flatMap((leftover) => leftover.commands);
    expect(commands).toContain(`aws iam delete-role --role-name ${roleName}`);
    expect(commands).toContain(`aws apigateway delete-rest-api --rest-api-id ${apiId}`);
  });

  it('doing it again writes nothing', async () => {
    const own = await owner();
    await own.adopt();
    aws.writes.length = 0;
    const again = await own.adopt();
    expect(again.claims.every(({ tagged }) => tagged)).toBe(true);
    expect(aws.writes).toEqual([]);
  });

  it('one that was stopped half-way is carried on', async () => {
    const own = await owner();
    const stopping = new AbortController();
    const stopped = own.adopt({}, quickControl(stopping.signal), () => stopping.abort(new Error('stopped')));
    await expect(stopped).rejects.toThrow('stopped');
    await own.adopt();
    expect(await own.planned()).toEqual([]);
  });

  it('the old code keeps its own variables until the new code is there', async () => {
    const variables = { TABLE: 'x', BUCKET_NAME: 'elsewhere' };
    const own = await owner({ variables });
    await own.put('before.txt');
    await own.rowsOf(1);
    const seen: unknown[] = [];
    const look = async () => {
      const command = new GetFunctionCommand({ FunctionName: own.made.functionName });
      seen.push((await aws.clients.lambda.send(command)).Configuration?.Environment?.Variables);
    };
    const looks: Promise<void>[] = [];
    await own.adopt({}, quickControl(), ({ step, state }) => {
      if (step === 'function role' && state === 'started') looks.push(look());
    });
    await Promise.all(looks);
    expect(seen).toEqual([{ ...variables, TABLE_NAME: own.made.tableName }]);
  });

  describe('is refused before anything is written', () => {
    it.each<[string, ConsoleChoices, RegExp]>([
      ['another key', { key: { AttributeName: 'id', AttributeType: 'S' } }, /table \S+ has the key id S/],
      [
        'a number as key',
        { key: { AttributeName: 'filename', AttributeType: 'N' } },
        /has the key filename N/,
      ],
      ["another install's function", { tags: { 'filepipe:install': 'other' } }, /belongs to install other/],
    ])('%s', async (_, choices, message) => {
      const own = await owner(choices);
      aws.writes.length = 0;
      await expect(own.adopt()).rejects.toThrow(message);
      expect(aws.writes).toEqual([]);
    });

    it.each<[string, object, RegExp]>([
      [
        'a function that logs elsewhere',
        { LoggingConfig: { LogGroup: '/shared/log' } },
        /logs to \/shared\/log, where its new role may not write/,
      ],
      [
        'a function with a dead-letter queue',
        { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } },
        /has the dead-letter target .*:dead, for which its new role lacks the right to send/,
      ],
    ])('%s', async (_, configuration, message) => {
      const own = await owner();
      const update = { FunctionName: own.made.functionName, ...configuration };
      await aws.clients.lambda.send(new UpdateFunctionConfigurationCommand(update));
      aws.writes.length = 0;
      await expect(own.adopt()).rejects.toThrow(message);
      expect(aws.writes).toEqual([]);
    });

    it.each<[string, string, RegExp]>([
      [
        'what may not be looked at',
        'lambda:GetFunction',
        /cannot look at the function: .*lambda:GetFunction/,
      ],
      [
        'what may be anybody’s',
        'dynamodb:ListTagsOfResource',
        /cannot tell whose table .*dynamodb:ListTagsOfResource/,
      ],
    ])('%s', async (_, action, message) => {
      const own = await owner();
      const all = { Effect: 'Allow', Action: '*', Resource: '*' };
      const but = { Effect: 'Deny', Action: action, Resource: '*' };
      const target = await roleTarget(aws, `blind-${own.id}`, policy([all, but]));
      const clients = await allClients(target);
      await expect(own.plan({}, clients)).rejects.toThrow(message);
    });

    it("somebody else's trigger for the same events", async () => {
      const own = await owner({ filter: [{ Name: 'suffix', Value: '.pdf' }] });
      const before = await own.triggers();
      await aws.clients.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: own.made.bucket,
          NotificationConfiguration: {
            ...before,
            QueueConfigurations: [
              {
                Id: 'theirs',
                QueueArn: await queueArn(`pictures-${own.id}`),
                Events: ['s3:ObjectCreated:*'],
                Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.png' }] } },
              },
            ],
          },
          SkipDestinationValidation: true,
        }),
      );
      await expect(own.adopt()).rejects.toThrow(/finds a trigger for the same events .*pictures-/);
    });

    it('a function that serves another bucket as well', async () => {
      const own = await owner();
      const other = `second-${own.id}`;
      await aws.clients.s3.send(new CreateBucketCommand({ Bucket: other }));
      await own.alsoRunBy(other);
      await expect(own.adopt()).rejects.toThrow(`serves bucket ${other} as well`);
    });

    it('an install of that name that is there already', async () => {
      const first = await owner();
      await first.adopt();
      const second = await owner({}, first.install);
      aws.writes.length = 0;
      await expect(second.adopt()).rejects.toThrow(`install ${first.install} is there already`);
      expect(aws.writes).toEqual([]);
    });

    it('a bucket that nothing runs for', async () => {
      const Bucket = `quiet-${count++}`;
      await aws.clients.s3.send(new CreateBucketCommand({ Bucket }));
      const found = await findPipeline(aws.clients, aws.target, { bucket: Bucket }, quickControl());
      const settings = await settingsOfInstall(aws.clients, aws.target, { install: 'quiet' });
      await expect(
        planAdoption(aws.clients, aws.target, found, settings, { withBucket: false }, quickControl()),
      ).rejects.toThrow('found no function that belongs to the pipeline');
    });

    it('what another install took meanwhile', async () => {
      const own = await owner();
      const adoption = await own.plan();
      const { lambda } = aws.clients;
      const Resource = adoption.claims.find(({ step }) => step === 'function')?.arn;
      await lambda.send(new TagResourceCommand({ Resource, Tags: { 'filepipe:install': 'quicker' } }));
      await expect(
        adopt(aws.clients, aws.target, adoption, quickControl(), () => {}, { codeFile }),
      ).rejects.toThrow('has become part of install quicker meanwhile');
      expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({
        'filepipe:install': 'quicker',
      });
    });
  });

  async function queueArn(QueueName: string): Promise<string> {
    await aws.clients.sqs.send(new CreateQueueCommand({ QueueName }));
    return `arn:aws:sqs:us-east-1:${aws.target.accountId}:${QueueName}`;
  }

  /** Somebody with a pipeline of their own, and what they do with it. */
  async function owner(choices: ConsoleChoices = {}, as?: string) {
    const id = count++;
    const install = as ?? `adopted-${id}`;
    const made: ConsolePipeline = await clickTogether(aws.clients, {
      bucket: `uploads-${id}`,
      functionName: `Processed${id}`,
      tableName: `Metadata${id}`,
      variables: { TABLE: `Metadata${id}` },
      bare: true,
      ...choices,
    });
    const { s3, dynamodb, lambda } = aws.clients;
    const start: Start = { bucket: made.bucket, table: made.tableName };

    async function planned(
      options: { withBucket?: boolean } = {},
      clients: Clients = aws.clients,
    ): Promise<Adoption> {
      const found = await findPipeline(clients, aws.target, start, quickControl());
      const overrides = adoptedNames(found, aws.target, install, undefined);
      const settings = await settingsOfInstall(aws.clients, aws.target, { install, overrides });
      const how = { withBucket: options.withBucket ?? false };
      return await planAdoption(clients, aws.target, found, settings, how, quickControl(), codeFile);
    }

    return {
      id,
      install,
      made,
      plan: planned,
      async adopt(
        options: { withBucket?: boolean } = {},
        control: Control = quickControl(),
        report: Parameters<typeof adopt>[4] = () => {},
      ): Promise<Adoption> {
        const adoption = await planned(options);
        await adopt(aws.clients, aws.target, adoption, control, report, { codeFile });
        return adoption;
      },
      async planned() {
        const { settings } = await planned();
        return await plan(aws.clients, aws.target, settings, quickControl(), codeFile);
      },
      async teardown() {
        const { settings } = await planned();
        return await teardown(
          aws.clients,
          aws.target,
          settings,
          { deleteData: true },
          quickControl(),
          () => {},
        );
      },
      put: (Key: string) => s3.send(new PutObjectCommand({ Bucket: made.bucket, Key, Body: 'some bytes' })),
      async putInParts(Key: string) {
        const object = { Bucket: made.bucket, Key };
        const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
        const part = { ...object, UploadId, PartNumber: 1 };
        const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: randomBytes(1000) }));
        const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
        await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }));
      },
      /** The rows, once there are that many. */
      async rowsOf(expected: number) {
        return await eventually(async () => {
          const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: made.tableName }));
          expect(Items.length).toBeGreaterThanOrEqual(expected);
          return Items.map(({ filename, status }) => ({ filename: filename?.S ?? '', status: status?.S }));
        });
      },
      triggers: async () => {
        const command = new GetBucketNotificationConfigurationCommand({ Bucket: made.bucket });
        const { $metadata: _, ...found } = await s3.send(command);
        return found;
      },
      async bucketTags() {
        const command = new GetBucketTaggingCommand({ Bucket: made.bucket });
        const { TagSet = [] } = await s3.send(command).catch(() => ({ TagSet: [] }));
        return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
      },
      async alsoRunBy(bucket: string) {
        await lambda.send(
          new AddPermissionCommand({
            FunctionName: made.functionName,
            StatementId: 'second',
            Action: 'lambda:InvokeFunction',
            Principal: 's3.amazonaws.com',
            SourceArn: `arn:aws:s3:::${bucket}`,
            SourceAccount: aws.target.accountId,
          }),
        );
        await s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket: bucket,
            NotificationConfiguration: {
              LambdaFunctionConfigurations: [
                {
                  LambdaFunctionArn: `arn:aws:lambda:us-east-1:${aws.target.accountId}:function:${made.functionName}`,
                  Events: ['s3:ObjectCreated:*'],
                },
              ],
            },
          }),
        );
      },
    };
  }
});
