import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, it } from 'vitest';
import { connect } from '../provision/aws.ts';
import { describeLifecycle } from '../provision/lifecycle.ts';
import { startMoto } from './moto.ts';

const moto = await startMoto();

if (moto === undefined) {
  process.stderr.write('SKIPPED: moto_server is not installed, so nothing here is held against moto\n');
  describe.skip('an install on moto', () => it("needs pip install 'moto[server]'", () => {}));
} else {
  const aws = await connect(moto.target, moto.stop);
  afterAll(() => aws.close());
  // moto 5.2 drops the binaryMediaTypes of CreateRestApi, and its UpdateRestApi adds the patch's value where
  // AWS adds what the path names: so every setup finds them missing and writes them again.
  // It also drops the tags of CreateBucket, so a setup that is stopped right after that call leaves a bucket
  // that nobody owns; by the time of the trigger the bucket has its tags.
  describeLifecycle('moto', aws, {
    changes: ['api binaryMediaTypes'],
    writes: ['UpdateRestApiCommand'],
    stoppableAt: ['trigger'],
    // It takes bucket policies without their conditions: the one against clear text denies everything.
    openBucket: (Bucket) => aws.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  });
}
