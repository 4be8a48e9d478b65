import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { settingsFrom } from '../../src/provision/settings.ts';
import { uploaderPolicy } from '../../src/provision/uploader-policy.ts';
import { startAws } from '../provision/aws.ts';
import { withoutEachAction } from '../provision/one-right-less.ts';
import { giveRole, roleTarget } from '../provision/role-target.ts';
import { newUser } from './filepipe.ts';

const names = { bucket: 'lent', table: 'Own', function: 'Mine' };

/** An install whose things all have names of their own, and somebody at a machine where it was not set up. */
async function elsewhere() {
  const aws = await startAws();
  onTestFinished(() => aws.close());
  await aws.clients.s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
  const here = await newUser();
  const options = Object.entries(names).flatMap(([kind, name]) => [`--${kind}`, name]);
  const made = await here.filepipe(['setup', '--no-verify', ...options], { env: await envOf(aws.target) });
  expect(made).toMatchObject({ code: 0 });
  const user = await newUser();
  await writeFile(join(user.home, 'file.txt'), 'text');
  return { ...user, aws, env: await envOf(aws.target) };
}

async function envOf({ credentials, endpoint = '' }: Awaited<ReturnType<typeof startAws>>['target']) {
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpoint,
  };
}

test('what an install calls its things is known on a machine where it was not set up', async () => {
  const { filepipe, env, aws } = await elsewhere();
  const uploaded = await filepipe(['upload', 'file.txt'], { env });
  expect([uploaded.code, uploaded.stderr]).toEqual([0, expect.stringContaining('metadata after')]);
  const { Contents = [] } = await aws.clients.s3.send(new ListObjectsV2Command({ Bucket: names.bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual(['file.txt']);
  expect((await filepipe(['list-metadata', '--json'], { env })).stdout).toContain('"filename":"file.txt"');
  expect((await filepipe(['show', 'file.txt'], { env })).stdout).toMatch(/bucket +lent\n/);
  expect((await filepipe(['logs'], { env })).stdout).toContain('file.txt');
  const reconciled = await filepipe(['reconcile', '--check'], { env });
  expect(reconciled.stderr).toContain('1 name compared: bucket and table are equal');
  const other = await filepipe(['list-metadata', '--table', 'Other'], { env });
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('Other')]);
});

test('who may not look at the function names what is not called as usual', async () => {
  const { filepipe, aws, env } = await elsewhere();
  const settings = settingsFrom({ overrides: names });
  const policy = uploaderPolicy(aws.target, settings);
  const target = await roleTarget(aws, 'uploader', policy);
  const uploader = await envOf(target);
  const named = ['--function', names.function];
  expect(await filepipe(['upload', 'file.txt', ...named], { env: uploader })).toMatchObject({ code: 0 });
  const less = withoutEachAction(policy).find(({ action }) => action === 'lambda:ListTags');
  await giveRole(aws, 'uploader', less?.policy ?? policy);
  expect(await filepipe(['upload', 'file.txt', ...named], { env: uploader })).toMatchObject({ code: 1 });
  const all = ['--bucket', names.bucket, '--table', names.table];
  expect(await filepipe(['upload', 'file.txt', ...all], { env: uploader })).toMatchObject({ code: 0 });
  expect((await filepipe(['list-metadata', '--json'], { env })).stdout).toContain('"filename":"file.txt"');
});
