import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitForRecord } from '../../src/catalog/wait-for-record.ts';
import { writeScript } from '../../src/explain/write-script.ts';
import { namesOf } from '../../src/provision/names.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { plan } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { sleep } from '../../src/wait.ts';
import { startAws, type TestAws } from '../provision/aws.ts';

const run = promisify(execFile);
const control = { signal: new AbortController().signal, waiting: () => {}, sleep, now: Date.now };
const awsCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);
if (!awsCli) process.stderr.write('SKIPPED: aws-cli is not installed; no script was run with it\n');

describe.runIf(awsCli)('the script that setup writes, run by aws-cli', { timeout: 600_000 }, () => {
  let folder: string;
  let script: string;
  let aws: TestAws;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    // A name that has to be quoted wherever it is used.
    script = join(folder, 'it\'s "mine".sh');
    aws = await startAws();
  });

  afterEach(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['with no choices made', {}],
    [
      'with every choice made',
      {
        install: 'x',
        apiAuth: 'key',
        alarmEmail: "o'hara+$x@example.com",
        policies: 'walkthrough',
        extraPolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: "arn:aws:s3:::it's-$HOME" }],
        },
        logRetentionDays: 7,
      },
    ],
  ])('builds what setup builds, %s', async (_, given) => {
    const settings = settingsFrom(given);
    await writeScript(script, aws.target, settings, false, control);
    const { stderr } = await bash();
    expect(stderr).toMatch(/^bucket .*\ntable [\s\S]*\ndashboard /);
    expect(await plan(aws.clients, aws.target, settings, control)).toEqual([]);

    const { bucket: Bucket, table } = namesOf(aws.target, settings);
    const put = new PutObjectCommand({ Bucket, Key: 'a file', Body: 'hello' });
    const { ETag = '', VersionId: versionId = '' } = await aws.clients.s3.send(put);
    const uploaded = { key: 'a file', etag: ETag, versionId };
    const wait = { uploaded, previous: undefined, timeoutSeconds: 60 };
    expect(await waitForRecord(aws.clients.dynamodb, table, wait, control)).toMatchObject({ size: 5 });

    const receipt = await teardown(
      aws.clients,
      aws.target,
      settings,
      { deleteData: true },
      control,
      () => {},
    );
    expect(receipt).toMatchObject({ left: [], kept: [], foreign: [] });
  });

  it('refuses, before it changes anything, to run elsewhere than it was made for, or over what is there', async () => {
    const settings = settingsFrom({});
    const elsewhere = { ...aws.target, accountId: '123456789012' };
    await writeScript(script, elsewhere, settings, false, control);
    await expect(bash()).rejects.toThrow(/made for account 123456789012.* of account 000000000000/);
    await writeScript(script, aws.target, settings, true, control);
    await expect(bash({ AWS_REGION: 'eu-central-1' })).rejects.toThrow(
      /made for region us-east-1, and aws-cli is set to eu-central-1/,
    );
    const { bucket: Bucket } = namesOf(aws.target, settings);
    await aws.clients.s3.send(new CreateBucketCommand({ Bucket }));
    await expect(bash()).rejects.toThrow(`${Bucket} exists already; nothing was changed`);
    const found = await plan(aws.clients, aws.target, settings, control);
    expect(found.filter(({ presence }) => presence !== 'absent').map(({ step }) => step)).toEqual(['bucket']);
  });

  async function bash(env: Readonly<Record<string, string>> = {}) {
    const { accessKeyId, secretAccessKey } = await aws.target.credentials();
    return await run('bash', [script], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        // Whatever happens, nothing may be said to the real AWS.
        AWS_ENDPOINT_URL: aws.target.endpoint,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...env,
      },
    });
  }
});
