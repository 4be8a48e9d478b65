import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts';

const run = promisify(execFile);
const boto3 = await installed('python3', ['-c', 'import boto3']);
const awsCli = await installed('aws', ['--version']);
if (!boto3) process.stderr.write('SKIPPED: boto3 is not installed; nothing here was tried with it\n');
if (!awsCli) process.stderr.write('SKIPPED: aws-cli is not installed; nothing here was tried with it\n');

describe('clients that others wrote drive the embedded AWS', () => {
  let folder: string;
  let aws: EmbeddedAws;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    aws = await startEmbeddedAws({ dataDir: join(folder, 'aws'), port: 0 });
    env = {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
    };
  });

  afterAll(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it.runIf(boto3)('boto3 finds every service working', async () => {
    const script = new URL('boto3_tour.py', import.meta.url).pathname;
    const { stdout } = await run('python3', [script, aws.endpoint], { env });
    expect(JSON.parse(stdout)).toEqual({
      account: '000000000000',
      trust: true,
      policies: ['inline'],
      large: true,
      pages: [2, 2, 1],
      scanned: 30,
      invoked: { who: 'boto3' },
      logged: ['hello boto3'],
      sum: 6,
      received: 'grüße',
      topics: true,
      resources: ['/'],
      absent: 404,
      again: 'EntityAlreadyExists',
    });
  });

  it.runIf(awsCli)('aws-cli moves files in and out unchanged', async () => {
    const file = join(folder, 'in.bin');
    const bytes = randomBytes(20 * 1024 * 1024);
    await writeFile(file, bytes);
    await cli('s3', 'mb', 's3://cli-bucket');
    await cli('s3', 'cp', file, "s3://cli-bucket/dir/x'&<>ü 1.bin");
    expect(await cli('s3', 'ls', '--recursive', 's3://cli-bucket')).toContain("dir/x'&<>ü 1.bin");
    await cli('s3', 'cp', "s3://cli-bucket/dir/x'&<>ü 1.bin", join(folder, 'out.bin'));
    expect(sha256(await readFile(join(folder, 'out.bin')))).toBe(sha256(bytes));
    await cli('s3', 'rb', '--force', 's3://cli-bucket');
    expect(await cli('s3', 'ls')).not.toContain('cli-bucket');
  });

  it.runIf(awsCli).each([
    ['sts', 'get-caller-identity'],
    ['iam', 'list-roles'],
    ['lambda', 'list-functions'],
    ['dynamodb', 'list-tables'],
    ['logs', 'describe-log-groups'],
    ['cloudwatch', 'describe-alarms'],
    ['cloudwatch', 'list-dashboards'],
    ['sns', 'list-topics'],
    ['sqs', 'list-queues'],
    ['apigateway', 'get-rest-apis'],
    ['s3api', 'list-buckets'],
  ])('aws %s %s is answered', async (service, operation) => {
    const text = await cli(service, operation, '--output', 'json');
    expect(() => JSON.parse(text || '{}')).not.toThrow();
  });

  it.runIf(awsCli)('aws-cli is told errors in words it understands', async () => {
    await expect(cli('iam', 'get-role', '--role-name', 'nobody')).rejects.toThrow(/NoSuchEntity.*GetRole/s);
    await expect(cli('lambda', 'get-function', '--function-name', 'nobody')).rejects.toThrow(
      /ResourceNotFound/,
    );
    await expect(cli('s3api', 'head-bucket', '--bucket', 'no-such-bucket')).rejects.toThrow(/404/);
  });

  async function cli(...args: string[]): Promise<string> {
    // Version 1 of aws-cli goes by the environment's endpoint for every service but SQS.
    const { stdout } = await run('aws', ['--endpoint-url', aws.endpoint, ...args], { env });
    return stdout;
  }
});

async function installed(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, args);
    return true;
  } catch {
    return false;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
