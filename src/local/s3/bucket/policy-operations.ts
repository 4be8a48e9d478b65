import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { accessDenied } from '../errors.ts';
import { checkPolicy, isPublic } from './policy-grammar.ts';

export function policyOperations(buckets: Buckets): Operations<typeof sdk> {
  return {
    putBucketPolicy(input) {
      const bucket = buckets.require(input);
      const document = checkPolicy(input.Policy, bucket.name);
      if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublic(document)) {
        throw accessDenied(
          'User is not authorized to perform: s3:PutBucketPolicy because public policies are blocked by the BlockPublicPolicy block public access setting.',
        );
      }
      buckets.set({ ...bucket, policy: input.Policy });
      return {};
    },
    getBucketPolicy(input) {
      const { name, policy } = buckets.require(input);
      if (policy !== undefined) return { Policy: policy };
      throw noPolicy(name);
    },
    deleteBucketPolicy(input) {
      buckets.set({ ...buckets.require(input), policy: undefined });
      return {};
    },
    getBucketPolicyStatus(input) {
      const { name, policy } = buckets.require(input);
      if (policy === undefined) throw noPolicy(name);
      return { PolicyStatus: { IsPublic: isPublic(checkPolicy(policy, name)) } };
    },
  };
}

function noPolicy(bucket: string): AwsError {
  return new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    status: 404,
    fields: { BucketName: bucket },
  });
}
