import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { inFolder, residentMiB, startDaemon } from './place.mjs';
import { median, repeat } from './timing.mjs';

const MIB = 256;
const RUNS = 3;

/** One large object in and out, against a bare Node.js server that writes the same bytes to a file. */
export async function throughput() {
  return await inFolder(async (folder) => {
    const file = join(folder, 'large');
    await writeLarge(file);
    const daemon = await startDaemon(join(folder, 'aws'));
    try {
      const s3 = new S3Client({ ...daemon.client, forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: 'bench' }));
      const single = await rates(() => put(s3, file));
      const multipart = await rates(() => putInParts(s3, file));
      const get = await rates(() => fetchObject(s3));
      const resident = await residentMiB(daemon.pid);
      const bare = await rates(() => bareUpload(file, join(folder, 'copy')));
      const beside = `${MIB} MiB, median of ${RUNS}`;
      return [
        { what: 'S3 put', value: single, unit: 'MiB/s', beside: `${beside}, signed and checksummed` },
        { what: 'S3 put in parts', value: multipart, unit: 'MiB/s', beside },
        { what: 'S3 get', value: get, unit: 'MiB/s', beside },
        {
          what: 'bare Node.js server to a file',
          value: bare,
          unit: 'MiB/s',
          beside: `${beside}, nothing checked`,
        },
        { what: 'embedded AWS, resident after these', value: resident, unit: 'MiB' },
      ];
    } finally {
      await daemon.stop();
    }
  });
}

async function rates(run) {
  const times = await repeat(RUNS, async () => {
    const started = performance.now();
    await run();
    return performance.now() - started;
  });
  return MIB / (median(times) / 1000);
}

async function writeLarge(file) {
  const handle = await open(file, 'w');
  const block = Buffer.alloc(1024 * 1024, 'filepipe');
  for (let i = 0; i < MIB; i++) await handle.write(block);
  await handle.close();
}

async function put(s3, file) {
  const ContentLength = MIB * 1024 * 1024;
  await s3.send(
    new PutObjectCommand({ Bucket: 'bench', Key: 'put', Body: createReadStream(file), ContentLength }),
  );
}

async function putInParts(s3, file) {
  const params = { Bucket: 'bench', Key: 'parts', Body: createReadStream(file) };
  await new Upload({ client: s3, params, partSize: 16 * 1024 * 1024 }).done();
}

async function fetchObject(s3) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bench', Key: 'put' }));
  await pipeline(Body, discard());
}

async function bareUpload(file, copy) {
  const server = createServer(async (incoming, reply) => {
    await pipeline(incoming, createWriteStream(copy));
    reply.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const outgoing = request({ port: server.address().port, host: '127.0.0.1', method: 'PUT' });
  const answered = new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => response.resume().on('end', resolve));
  });
  await pipeline(createReadStream(file), outgoing);
  await answered;
  await new Promise((resolve) => server.close(resolve));
  await rm(copy);
}

function discard() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
