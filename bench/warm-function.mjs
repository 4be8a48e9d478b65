import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { filesUnder } from '../test/truth/files.mjs';
import { inFolder, root, startDaemon } from './place.mjs';

const BUCKET = 'bench';
const TABLE = 'Bench';
const FILES = 2000;
const WARM = 200;
/** Of Lambda's own way: one event at a time in one environment. */
const AT_ONCE = [1, 4];

/** How many small files a second one warm environment of the function takes, events to rows, on the embedded AWS. */
export async function warmFunction() {
  return await inFolder(async (folder) => {
    const daemon = await startDaemon(join(folder, 'aws'));
    try {
      const objects = await prepare(daemon.client);
      const figures = [];
      for (const atOnce of AT_ONCE) figures.push(...(await measure(daemon.client, objects, atOnce)));
      return figures;
    } finally {
      await daemon.stop();
    }
  });
}

/** The objects as events tell of them. */
async function prepare(client) {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const samples = filesUnder(join(root, 'test/handler/extract/files')).filter(
    (file) => statSync(file).size < 32_768,
  );
  const objects = [];
  for (let index = 0; index < FILES; index += 1) {
    const Body = readFileSync(samples[index % samples.length]);
    const key = `file-${index}`;
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
    objects.push({ key, size: Body.length, eTag: ETag.replaceAll('"', '') });
  }
  await new DynamoDBClient(client).send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'filename', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'filename', KeyType: 'HASH' }],
    }),
  );
  return objects;
}

async function measure(client, objects, atOnce) {
  const child = fork(fileURLToPath(new URL('function-process.mjs', import.meta.url)), [], {
    env: {
      PATH: process.env.PATH,
      BUCKET_NAME: BUCKET,
      TABLE_NAME: TABLE,
      AWS_REGION: client.region,
      AWS_ENDPOINT_URL: client.endpoint,
      AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ bucket: BUCKET, objects, warm: WARM, atOnce });
  const [{ seconds, processorSeconds, residentMiB }] = await once(child, 'message');
  const files = FILES - WARM;
  const beside = `${files} files, ${atOnce} at once`;
  return [
    { what: 'warm function, files a second', value: files / seconds, unit: '/s', target: 200, beside },
    {
      what: 'the same, files a second of its processor',
      value: files / processorSeconds,
      unit: '/s',
      beside,
    },
    { what: 'warm function, resident', value: residentMiB, unit: 'MiB', target: 200 },
  ];
}
