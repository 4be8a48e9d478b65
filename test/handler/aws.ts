import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { TABLE_KEY, TIME_INDEX, TIME_INDEX_PARTITION, TIME_INDEX_SORT } from '../../handler/record.ts';

/** An AWS for a test file, with the clients that talk to it. */
export interface TestAws {
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly close: () => Promise<void>;
}

const accountId = '000000000000';
const region = 'us-east-1';

/** Says so in the test output where it is false; the files that need it skip their cases. */
export const awsAvailable = isInstalled();

/** Starts an AWS of its own on a free port. */
export async function startAws(): Promise<TestAws> {
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await announced(server);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings: DynamoDBClientConfig = { endpoint, region, credentials };
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(settings);
  return {
    endpoint,
    accountId,
    region,
    credentials,
    s3,
    dynamodb,
    close: async () => {
      s3.destroy();
      dynamodb.destroy();
      server.kill();
      await once(server, 'exit');
    },
  };
}

export async function createBucket(
  aws: TestAws,
  name: string,
  versioning: 'versioned' | 'unversioned',
): Promise<void> {
  await aws.s3.send(new CreateBucketCommand({ Bucket: name }));
  if (versioning === 'unversioned') return;
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await aws.s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
}

/** A table with the key and the index that the pipeline's table has. */
export async function createTable(aws: TestAws, name: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  const create = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [TABLE_KEY, TIME_INDEX_PARTITION, TIME_INDEX_SORT].map(attribute),
    KeySchema: [{ AttributeName: TABLE_KEY, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: TIME_INDEX,
        KeySchema: [
          { AttributeName: TIME_INDEX_PARTITION, KeyType: 'HASH' },
          { AttributeName: TIME_INDEX_SORT, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  await aws.dynamodb.send(create);
}

async function announced(server: ChildProcess): Promise<string> {
  if (server.stderr === null) throw new Error('moto_server has no stderr');
  for await (const line of createInterface(server.stderr)) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    // Its request log would fill the pipe and stop it.
    server.stderr.resume();
    return url;
  }
  throw new Error('moto_server ended before it listened');
}

function isInstalled(): boolean {
  try {
    execFileSync('moto_server', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('\nSKIPPED: moto_server is not installed (pip install "moto[server]")\n\n');
    return false;
  }
}
