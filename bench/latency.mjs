import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { inFolder, program } from './place.mjs';
import { percentile, repeat, timeCommand } from './timing.mjs';

const FILES = 200;
const BUCKET = 'filepipe-000000000000-us-east-1';

/** From the start of a small PutObject until its row can be read, one file after the other, warm. */
export async function latency() {
  return await inFolder(async (folder, env) => {
    const filepipe = (...args) => timeCommand(process.execPath, [program, ...args], { env });
    await filepipe('local', 'start', '--port', '0');
    try {
      await filepipe('setup', '--local');
      const client = await clientOf(join(folder, 'data/filepipe/local/endpoint.json'));
      const s3 = new S3Client({ ...client, forcePathStyle: true });
      const dynamodb = new DynamoDBClient(client);
      await repeat(10, (i) => roundTrip(s3, dynamodb, `warm-${i}`));
      const times = await repeat(FILES, (i) => roundTrip(s3, dynamodb, `file-${i}`));
      const beside = `${FILES} files, one by one`;
      return [
        { what: 'upload to metadata, p50', value: percentile(times, 0.5), unit: 'ms', target: 150, beside },
        { what: 'upload to metadata, p99', value: percentile(times, 0.99), unit: 'ms', beside },
      ];
    } finally {
      await filepipe('local', 'stop');
    }
  });
}

async function roundTrip(s3, dynamodb, filename) {
  const started = performance.now();
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: filename, Body: 'a small file' }));
  for (;;) {
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName: 'FileMetadata',
        Key: { filename: { S: filename } },
        ConsistentRead: true,
      }),
    );
    if (Item !== undefined) return performance.now() - started;
    if (performance.now() - started > 30_000) throw new Error(`${filename} has no row after 30 s`);
    await delay(2);
  }
}

async function clientOf(file) {
  const { region, endpoint, accessKeyId, secretAccessKey } = JSON.parse(await readFile(file, 'utf8'));
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
}
