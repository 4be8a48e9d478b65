import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { inFolder, program } from './place.mjs';
import { timeCommand } from './timing.mjs';

const BUCKET = 'filepipe-000000000000-us-east-1';
const OBJECTS = 5000;
const MARKERS = 95_000;
const BATCH = 1000;

/** The whole command on an install whose bucket holds 100,000 versions. */
export async function teardown() {
  return await inFolder(async (folder, env) => {
    const filepipe = (...args) => timeCommand(process.execPath, [program, ...args], { env });
    await filepipe('local', 'start', '--port', '0');
    try {
      await fill(await clientOf(join(folder, 'data/filepipe/local/endpoint.json')));
      await filepipe('setup', '--local');
      const value = (await filepipe('teardown', '--delete-data', '--yes')) / 1000;
      const beside = `${OBJECTS} objects and ${MARKERS} delete markers`;
      return [{ what: 'teardown of 100,000 versions', value, unit: 's', target: 60, beside }];
    } finally {
      await filepipe('local', 'stop');
    }
  });
}

/** Before setup, so that no function is called for them. Delete markers come a thousand at a time. */
async function fill(s3) {
  const Tags = [{ Key: 'filepipe:install', Value: 'filepipe' }];
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { Tags } }));
  const VersioningConfiguration = { Status: 'Enabled' };
  await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
  const keys = Array.from({ length: OBJECTS }, (_, i) => `photos/${i}.jpg`);
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let Key = keys.pop(); Key !== undefined; Key = keys.pop()) {
        await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'a small file' }));
      }
    }),
  );
  for (let start = 0; start < MARKERS; start += BATCH) {
    const Objects = Array.from({ length: BATCH }, (_, i) => ({ Key: `gone/${start + i}.jpg` }));
    await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, Quiet: true } }));
  }
}

async function clientOf(file) {
  const { region, endpoint, accessKeyId, secretAccessKey } = JSON.parse(await readFile(file, 'utf8'));
  return new S3Client({
    region,
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
}
