import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { localUser } from './local-user.ts';

const bucket = 'filepipe-000000000000-us-east-1';

/** A user with a pipeline, and somebody else who uses the same bucket. */
async function userAndNeighbour() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  expect(await user.filepipe(['setup', '--local'])).toMatchObject({ code: 0 });
  const variables = JSON.parse((await user.filepipe(['local', 'env', '--json'])).stdout);
  const s3 = new S3Client({
    endpoint: variables.AWS_ENDPOINT_URL,
    region: variables.AWS_REGION,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY,
    },
    forcePathStyle: true,
  });
  const theirs = {
    Id: 'theirs',
    LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:FilesProcessed',
    Events: ['s3:ObjectRestore:Completed' as const],
  };
  const read = async () => {
    const { $metadata: _, ...found } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    return found;
  };
  const write = (NotificationConfiguration: Awaited<ReturnType<typeof read>>) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
  return { ...user, read, write, theirs };
}

test('triggers are shown with whose they are, and those of others come back after an accident', async () => {
  const { filepipe, read, write, theirs } = await userAndNeighbour();
  await write({ LambdaFunctionConfigurations: [theirs] });
  await filepipe(['setup']);
  const both = await read();
  expect(both.LambdaFunctionConfigurations?.map(({ Id }) => Id).toSorted()).toEqual(['filepipe', 'theirs']);

  const shown = await filepipe(['triggers', 'show']);
  expect(shown.stdout).toMatch(/✔ filepipe {2}filepipe's\n {4}s3:ObjectCreated:\*, s3:ObjectRemoved:\*\n/);
  expect(shown.stdout).toMatch(/· theirs\n {4}s3:ObjectRestore:Completed\n/);
  const { kept, triggers } = JSON.parse((await filepipe(['triggers', 'show', '--json'])).stdout);
  expect(triggers.map(({ ours }: { ours: boolean }) => ours).toSorted()).toEqual([false, true]);
  expect(kept).toHaveLength(1);

  await write({ LambdaFunctionConfigurations: both.LambdaFunctionConfigurations?.slice(0, 0) });
  await filepipe(['setup']);
  const restored = await filepipe(['triggers', 'restore', kept[0], '--yes']);
  expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining(`restored as of ${kept[0]}`)]);
  expect((await read()).LambdaFunctionConfigurations?.map(({ Id }) => Id).toSorted()).toEqual([
    'filepipe',
    'theirs',
  ]);
  const again = await filepipe(['triggers', 'restore', kept[0]]);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('as they were then')]);
});

test('nothing is restored where nothing was kept, and no other time than a kept one is taken', async () => {
  const { filepipe, write, theirs } = await userAndNeighbour();
  const none = await filepipe(['triggers', 'restore']);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('nothing was kept of the triggers')]);
  await write({ LambdaFunctionConfigurations: [theirs] });
  await filepipe(['setup']);
  const wrong = await filepipe(['triggers', 'restore', 'yesterday']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('nothing was kept at "yesterday"')]);
  await write({});
  const unasked = await filepipe(['triggers', 'restore']);
  expect([unasked.code, unasked.stderr]).toEqual([
    2,
    expect.stringContaining('brings back theirs and takes away none'),
  ]);
});
