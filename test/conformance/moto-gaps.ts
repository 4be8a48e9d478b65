import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { TestAws } from '../provision/aws.ts';
import type { KnownGaps } from '../provision/lifecycle.ts';

/**
 * moto 5.2 drops the binaryMediaTypes of CreateRestApi, and its UpdateRestApi adds the patch's value where
 * AWS adds what the path names: so every setup finds them missing and writes them again.
 * It also drops the tags of CreateBucket, so a setup that is stopped right after that call leaves a bucket
 * that nobody owns; by the time of the trigger the bucket has its tags.
 */
export function motoGaps({ clients }: TestAws): KnownGaps {
  return {
    changes: ['api binaryMediaTypes'],
    writes: ['UpdateRestApiCommand'],
    stoppableAt: ['trigger'],
    drifts: [
      // Its answer has a time that no SDK can read, and it goes on answering with the first configuration it was given.
      'failed events are not tried again',
      // As said above, they are always missing.
      'the API breaks what is not text',
    ],
    // It takes bucket policies without their conditions: the one against clear text denies everything.
    openBucket: (Bucket) => clients.s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  };
}
