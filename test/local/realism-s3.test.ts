import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import type { Realism } from '../../src/local/realism.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const Bucket = 'files';

let clock: ManualClock;
let fresh: FreshAws;
let s3: S3Client;

async function start(realism: Partial<Realism>): Promise<void> {
  clock = manualClock();
  fresh = await freshAws({ clock, realism });
  s3 = new S3Client({ ...fresh.clientOptions(), forcePathStyle: true });
}

afterEach(async () => {
  s3.destroy();
  await fresh.close();
});

const create = (name = Bucket) => s3.send(new CreateBucketCommand({ Bucket: name }));
const version = (name = Bucket) =>
  s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }));
const tag = (Value: string) =>
  s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value }] } }));
const tags = async () => (await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet;

const aborted = {
  name: 'OperationAborted',
  message:
    'A conflicting conditional operation is currently in progress against this resource. Please try again.',
  $metadata: { httpStatusCode: 409 },
};

describe('the name of a deleted bucket', () => {
  it('is free again only after a while, though the bucket is gone at once', async () => {
    await start({ bucketNameSeconds: 30 });
    await create();
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    clock.advance(29_999);
    await expect(create()).rejects.toMatchObject(aborted);
    await create('others');
    clock.advance(1);
    await create();
    await create();
  });
});

describe('a bucket that is not known everywhere yet', () => {
  it('is missed by the first call of each operation on its settings, and by no other', async () => {
    await start({ bucketSettleSeconds: 2 });
    await create();
    const missed = { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } };
    await s3.send(new HeadBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    await expect(version()).rejects.toMatchObject(missed);
    await version();
    const status = () => s3.send(new GetBucketVersioningCommand({ Bucket }));
    await expect(status()).rejects.toMatchObject(missed);
    expect((await status()).Status).toBe('Enabled');
    clock.advance(2000);
    await tag('known');
  });
});

describe('a change of a bucket’s settings that takes time', () => {
  it('makes others fail that come before its answer', async () => {
    await start({ bucketChangeSeconds: 0.5 });
    await create();
    await create('others');
    const [first, second] = [tag('first'), version()];
    // Which of the two comes first is for the network to say.
    const lost = await Promise.race(
      [first, second].map((change) =>
        change.then(
          () => 'done',
          (error) => error,
        ),
      ),
    );
    expect(lost).toMatchObject(aborted);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    clock.advance(500);
    const results = await Promise.allSettled([first, second]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('does not bother another bucket, nor who waits for each answer', async () => {
    await start({ bucketChangeSeconds: 0.5 });
    await create();
    await create('others');
    const both = Promise.all([tag('one'), version('others')]);
    await settled(both);
    expect(await tags()).toEqual([{ Key: 'a', Value: 'one' }]);
    await settled(tag('two'));
    await settled(
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        }),
      ),
    );
    expect(await tags()).toEqual([{ Key: 'a', Value: 'two' }]);
  });

  /** Moves the time on until the answer is there. */
  async function settled(answer: Promise<unknown>): Promise<void> {
    let waiting = true;
    const done = answer.finally(() => {
      waiting = false;
    });
    while (waiting) {
      clock.advance(100);
      await Promise.race([done, s3.send(new HeadBucketCommand({ Bucket }))]);
    }
    await done;
  }
});

describe('a bucket that is made once more by its owner', () => {
  it('stays as it is, whatever the new request says', async () => {
    await start({});
    await create();
    await tag('kept');
    await version();
    const Tags = [{ Key: 'a', Value: 'new' }];
    const again = await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags } }));
    expect(again.$metadata.httpStatusCode).toBe(200);
    expect(await tags()).toEqual([{ Key: 'a', Value: 'kept' }]);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  });
});
