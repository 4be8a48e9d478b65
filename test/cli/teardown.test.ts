import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteBucketPolicyCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { atTerminal, hasTerminals } from './at-terminal.ts';
import { localUser } from './local-user.ts';

const Bucket = 'filepipe-000000000000-us-east-1';
const objects = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A user with a pipeline, and a way to it beside the program. */
async function userWithPipeline() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  expect(await user.filepipe(['setup', '--local', '--no-verify'])).toMatchObject({ code: 0 });
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
  await writeFile(join(user.home, 'note.txt'), 'hello');
  return { ...user, s3 };
}

test('teardown refuses to lose data, asks, and shows that nothing is left', async () => {
  const { filepipe } = await userWithPipeline();
  await filepipe(['upload', 'note.txt']);
  await filepipe(['upload', 'note.txt', '--no-wait']);

  const careless = await filepipe(['teardown', '--yes']);
  expect(careless).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/holds 2 object versions and .* 1 record\n.*--delete-data.*--keep-data/s),
  });
  const both = await filepipe(['teardown', '--delete-data', '--keep-data', '--yes']);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('exclude each other') });
  const unasked = await filepipe(['teardown', '--delete-data']);
  expect(unasked.code).toBe(2);
  expect(unasked.stderr).toMatch(
    /1 object in 2 versions, 10 B\n +1 record in the table[\s\S]*removes 22 things of install filepipe from local, us-east-1, with all its data, and nobody is here to be asked/,
  );
  expect((await filepipe(['status', '--check'])).code).toBe(0);

  const meant = await filepipe(['teardown', '--delete-data', '--yes']);
  expect(meant.code).toBe(0);
  expect(meant.stdout).toMatch(/^deleted 22 things in [\d.]+ s\n {2}files\n {4}arn:aws:s3:::filepipe-/);
  expect(meant.stdout).toMatch(
    /\nand what was in them: 2 object versions \(10 B\), 1 record\n\nsearched by name and by the tag filepipe:install=filepipe:\n0 left\n$/,
  );
  expect(await filepipe(['teardown'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^nothing was there/),
  });
});

test('with JSON the steps and the receipt are an object a line, and nothing else is on stdout', async () => {
  const { filepipe, s3 } = await userWithPipeline();
  for (const Key of ['a', 'a', 'b']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const { code, stdout } = await filepipe(['teardown', '--delete-data', '--yes', '--json']);
  expect(code).toBe(0);
  const told = objects(stdout);
  const result = told.at(-1);
  expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['step', 'emptying', 'result']));
  expect(told.findLast(({ event }) => event === 'emptying')).toMatchObject({ versions: 3, known: 3 });
  expect(result).toMatchObject({
    install: 'filepipe',
    alreadyGone: [],
    kept: [],
    foreign: [],
    expiring: [],
    left: [],
    deletedVersions: 3,
    deletedUploads: 0,
    deletedBytes: 3,
    deletedRecordsCounted: true,
    tagSearch: { state: 'done', stale: [] },
    seconds: expect.any(Number),
  });
  expect(result.removed).toHaveLength(22);
  expect(result.removed).toContainEqual(
    expect.objectContaining({ step: 'bucket', physicalName: Bucket, arn: `arn:aws:s3:::${Bucket}` }),
  );
});

test('what cannot be removed is left with the reason, exit code 3, and the next teardown removes it', async () => {
  const { filepipe, s3 } = await userWithPipeline();
  for (const Key of ['held', 'free']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObjectVersion',
    Resource: `arn:aws:s3:::${Bucket}/held`,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const refused = await filepipe(['teardown', '--delete-data', '--yes']);
  expect(refused.code).toBe(3);
  expect(refused.stdout).toMatch(
    /\nleft: arn:aws:s3:::\S+\n {4}S3 refused to delete 1 object version in bucket \S+\n {4}held \(version \S+\): AccessDenied .*\n {4}→ see what holds them, .*\n\n.*\n1 left\n$/,
  );
  expect(refused.stdout).toMatch(/^deleted 21 things/);
  expect(refused.stderr).toMatch(/1 thing left\n {2}→ see what holds them/);

  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  const rest = await filepipe(['teardown', '--delete-data', '--yes']);
  expect(rest.code).toBe(0);
  expect(rest.stdout).toMatch(
    /^deleted 1 thing in .*\n {2}files\n {4}arn:aws:s3:::.*\n[\s\S]*already gone\n/,
  );
  expect(rest.stdout).toMatch(/\n0 left\n$/);
});

test('teardown can keep the data, and a later setup takes it up again', async () => {
  const { home, filepipe } = await userWithPipeline();
  await filepipe(['upload', 'note.txt']);
  const { code, stdout } = await filepipe(['teardown', '--keep-data', '--yes']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /\nkept, because of --keep-data\n {2}files\n {4}arn:aws:s3:::\S+\n {4}arn:aws:dynamodb:\S+\n[\s\S]*0 left\n$/,
  );
  expect(stdout).not.toContain('and what was in them');
  const again = await filepipe(['setup', '--no-verify']);
  expect(again.stderr).not.toMatch(/✔ (bucket|table) /);
  await writeFile(join(home, 'second.txt'), 'hello again');
  const upload = await filepipe(['upload', 'second.txt']);
  expect(upload.stderr).toMatch(/✔ second\.txt .* metadata after /);
  const names = objects((await filepipe(['list-metadata', '--json'])).stdout).map(({ filename }) => filename);
  expect(names.toSorted()).toEqual(['note.txt', 'second.txt']);
  expect(await filepipe(['plan', '--check', '--quiet'])).toMatchObject({ code: 0 });
});

test('how the triggers were is kept before ours is taken out', async () => {
  const { filepipe, s3 } = await userWithPipeline();
  const theirs = {
    Id: 'theirs',
    LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:FilesProcessed',
    Events: ['s3:ObjectRestore:Completed' as const],
  };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { LambdaFunctionConfigurations: [theirs] },
    }),
  );
  await filepipe(['setup', '--no-verify']);
  const shown = async () => JSON.parse((await filepipe(['triggers', 'show', '--json'])).stdout);
  const before = (await shown()).kept;
  expect((await filepipe(['teardown', '--keep-data', '--yes'])).code).toBe(0);
  const { kept, triggers } = await shown();
  expect(kept).toHaveLength(before.length + 1);
  expect(triggers.map(({ id }: { id: string }) => id)).toEqual(['theirs']);
});

test('a teardown that was killed in the middle is carried on with', async () => {
  const { filepipe } = await userWithPipeline();
  const killed = await filepipe(['teardown', '--yes'], { interruptAfter: '✔', interruptBy: 'SIGKILL' });
  expect(killed.code).toBe(null);
  const { code, stdout } = await filepipe(['teardown', '--yes']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/already gone\n[\s\S]*\n0 left\n$/);
});

test('Ctrl-C in the middle says how to go on', async () => {
  const { filepipe } = await userWithPipeline();
  const stopped = await filepipe(['teardown', '--yes'], { interruptAfter: '✔' });
  expect(stopped.code).toBe(130);
  expect(stopped.stdout).toBe('');
  expect(stopped.stderr).toMatch(/stopped\. What is gone is gone: filepipe teardown carries on/);
  expect((await filepipe(['teardown', '--yes'])).stdout).toMatch(/\n0 left\n$/);
});

test.skipIf(!hasTerminals)(
  'at a terminal the name of the install has to be typed before data is lost',
  async () => {
    const { s3, ...user } = await userWithPipeline();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const sit = (keys: string) =>
      atTerminal(user, ['teardown', '--delete-data'], { typed: { after: 'to go on:', keys } });

    const interrupted = await sit('\x03');
    expect(interrupted.code).toBe(130);
    expect(interrupted.screen).toMatch(/stopped\. Nothing was changed\.\n$/);
    const wrong = await sit('y\n');
    expect(wrong.code).toBe(1);
    expect(wrong.screen).toMatch(/nothing was changed\n {2}→ answer filepipe to go on\n$/);
    expect(await user.filepipe(['status', '--check', '--quiet'])).toMatchObject({ code: 0 });

    const right = await sit('filepipe\n');
    expect(right.code).toBe(0);
    expect(right.screen).toMatch(/\n0 left\n$/);
  },
);
