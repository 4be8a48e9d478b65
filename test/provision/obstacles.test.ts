import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { namesOf } from '../../src/provision/names.ts';
import { ownerTags, tagList } from '../../src/provision/ownership.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { plan, type SetupOptions, setup } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';

const aws = await startAws();
afterAll(() => aws.close());

const up = (settings: Settings, options: SetupOptions = {}) =>
  setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile: idleCodeFile, ...options });
const planned = (settings: Settings) => plan(aws.clients, aws.target, settings, quickControl(), idleCodeFile);

describe('what cannot be changed', () => {
  const key = (name: string, type: 'S' | 'N') => ({
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: name, AttributeType: type }],
  });

  it.each([
    { install: 'other-key', schema: key('id', 'S'), problem: 'has the key id S, and' },
    { install: 'number-key', schema: key('filename', 'N'), problem: 'has the key filename N, and' },
    {
      install: 'other-index',
      schema: {
        ...key('filename', 'S'),
        AttributeDefinitions: [
          { AttributeName: 'filename', AttributeType: 'S' as const },
          { AttributeName: 'day', AttributeType: 'S' as const },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byUploadTime',
            KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }],
            Projection: { ProjectionType: 'KEYS_ONLY' as const },
          },
        ],
      },
      problem: 'has an index byUploadTime of another kind (day S, KEYS_ONLY)',
    },
  ])(
    '$install is told by plan and refused before anything is written',
    async ({ install, schema, problem }) => {
      const settings = settingsFrom({ install });
      const { table } = namesOf(aws.target, settings);
      await aws.clients.dynamodb.send(
        new CreateTableCommand({
          TableName: table,
          ...schema,
          BillingMode: 'PAY_PER_REQUEST',
          Tags: tagList(ownerTags(install)),
        }),
      );
      aws.writes.length = 0;
      await expect(up(settings)).rejects.toThrow(`table ${table} ${problem}`);
      expect(aws.writes).toEqual([]);
      const found = (await planned(settings)).find(({ step }) => step === 'table');
      expect(found?.obstacle?.problem).toContain(problem);
    },
  );
});

describe('triggers', () => {
  it('to our own function under another name give way to ours in one write', async () => {
    const settings = settingsFrom({ install: 'twin' });
    const { names, arns } = await up({ ...settings, trigger: 'none' });
    const byHand = {
      Id: '6f9e1c7a-console',
      LambdaFunctionArn: arns.function,
      Events: ['s3:ObjectCreated:Put' as const],
    };
    await setTriggers(names.bucket, { LambdaFunctionConfigurations: [byHand] });
    expect((await planned(settings)).map(({ step, changes }) => [step, changes.length])).toEqual([
      ['function', 1],
      ['trigger', 1],
    ]);
    aws.writes.length = 0;
    await up(settings);
    expect(aws.writes.filter((write) => /Notification/.test(write))).toHaveLength(1);
    const { LambdaFunctionConfigurations: found = [] } = await triggers(names.bucket);
    expect(found.map(({ Id }) => Id)).toEqual([names.notificationId]);
  });

  it('of the bucket are left alone when none is wanted', async () => {
    const settings = settingsFrom({ install: 'triggerless', trigger: 'none' });
    const { names } = await up(settings);
    expect((await triggers(names.bucket)).LambdaFunctionConfigurations).toBeUndefined();
    expect(await planned(settings)).toEqual([]);
    await aws.clients.s3.send(new PutObjectCommand({ Bucket: names.bucket, Key: 'file', Body: 'x' }));
  });

  it('that somebody writes over ours directly after it was written give way once more', async () => {
    let overwrite: (() => Promise<unknown>) | undefined;
    let isWritten = false;
    const contested = await startAws({
      async intervene({ operation }) {
        if (operation === 'PutBucketNotificationConfiguration') isWritten = true;
        if (operation === 'GetBucketNotificationConfiguration' && isWritten) {
          const once = overwrite;
          overwrite = undefined;
          await once?.();
        }
        return undefined;
      },
    });
    onTestFinished(() => contested.close());
    const settings = settingsFrom({ install: 'contested' });
    const { bucket, notificationId } = namesOf(contested.target, settings);
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    const put = { Bucket: bucket, NotificationConfiguration };
    let hasOverwritten = false;
    overwrite = async () => {
      await contested.clients.s3.send(new PutBucketNotificationConfigurationCommand(put));
      hasOverwritten = true;
    };
    await setup(contested.clients, contested.target, settings, quickControl(), () => {}, {
      codeFile: idleCodeFile,
    });
    expect(hasOverwritten).toBe(true);
    const found = await contested.clients.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    expect(found.LambdaFunctionConfigurations?.map(({ Id }) => Id)).toEqual([notificationId]);
    expect(found.EventBridgeConfiguration).toBeDefined();
  });

  it('of others are kept as they were before ours is added', async () => {
    const settings = settingsFrom({ install: 'kept' });
    const { names, arns } = await up(settings);
    const theirs = {
      Id: 'theirs',
      LambdaFunctionArn: arns.function,
      Events: ['s3:ObjectRestore:Completed' as const],
    };
    await setTriggers(names.bucket, { LambdaFunctionConfigurations: [theirs] });
    const kept: unknown[] = [];
    const control = { ...quickControl(), keep: async (document: unknown) => void kept.push(document) };
    await setup(aws.clients, aws.target, settings, control, () => {}, { codeFile: idleCodeFile });
    expect(kept).toEqual([
      { kind: 'triggers', of: names.bucket, content: { LambdaFunctionConfigurations: [theirs] } },
    ]);
    const { LambdaFunctionConfigurations: found = [] } = await triggers(names.bucket);
    expect(found.map(({ Id }) => Id).toSorted()).toEqual([names.notificationId, 'theirs']);
  });
});

async function triggers(Bucket: string) {
  return await aws.clients.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
}

async function setTriggers(
  Bucket: string,
  NotificationConfiguration: PutBucketNotificationConfigurationCommand['input']['NotificationConfiguration'],
) {
  await aws.clients.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
  );
}
