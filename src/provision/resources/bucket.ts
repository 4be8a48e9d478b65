import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource } from '../engine/resource.ts';
import { absentAs, named } from '../engine/retry.ts';
import { tagList, tagsOf } from '../ownership.ts';
import { parsedPolicy } from '../policies.ts';
import {
  type BucketAws,
  type BucketLive,
  type BucketSpec,
  bucketAspects,
  ownedBucket,
  whenBucketIsFree,
} from './bucket-aspects.ts';

/** A private, encrypted, versioned bucket that is spoken to over TLS only. `remove` needs it to be empty. */
export const bucket: Resource<BucketAws, BucketSpec, BucketLive> = resourceOf<
  BucketAws,
  BucketSpec,
  BucketLive
>({
  async observe({ s3 }, spec) {
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (!(await exists({ s3 }, spec))) return undefined;
      const found = await absentAs(['NoSuchBucket'], settingsOf({ s3 }, spec));
      if (found !== undefined) return found;
    }
    return await settingsOf({ s3 }, spec);
  },

  // The region goes along by itself: the SDK fills in LocationConstraint.
  create: ({ s3 }, spec, control) =>
    whenBucketIsFree(control, spec, () =>
      s3.send(
        new CreateBucketCommand({
          Bucket: spec.name,
          CreateBucketConfiguration: { Tags: tagList(spec.tags) },
        }),
      ),
    ),

  aspects: bucketAspects,

  async remove({ s3 }, spec, control) {
    await whenBucketIsFree(control, spec, () =>
      absentAs(missing, s3.send(new DeleteBucketCommand(ownedBucket(spec)))),
    );
  },

  existsAlready: named('BucketAlreadyOwnedByYou'),
  tags: (live) => live.tags,
});

const missing = ['NotFound', 'NoSuchBucket'];
const noEncryption = ['ServerSideEncryptionConfigurationNotFoundError'];

/** S3 may know a new bucket in one place and not yet in another. */
const ATTEMPTS = 3;

async function settingsOf({ s3 }: BucketAws, spec: BucketSpec): Promise<BucketLive> {
  const owned = ownedBucket(spec);
  const [tagging, access, controls, encryption, versioning, policy, lifecycle] = await Promise.all([
    absentAs(['NoSuchTagSet'], s3.send(new GetBucketTaggingCommand(owned))),
    absentAs(['NoSuchPublicAccessBlockConfiguration'], s3.send(new GetPublicAccessBlockCommand(owned))),
    absentAs(['OwnershipControlsNotFoundError'], s3.send(new GetBucketOwnershipControlsCommand(owned))),
    absentAs(noEncryption, s3.send(new GetBucketEncryptionCommand(owned))),
    s3.send(new GetBucketVersioningCommand(owned)),
    absentAs(['NoSuchBucketPolicy'], s3.send(new GetBucketPolicyCommand(owned))),
    absentAs(['NoSuchLifecycleConfiguration'], s3.send(new GetBucketLifecycleConfigurationCommand(owned))),
  ]);
  return {
    tags: tagsOf(tagging?.TagSet),
    publicAccessBlock: access?.PublicAccessBlockConfiguration,
    ownership: controls?.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
    encrypted: (encryption?.ServerSideEncryptionConfiguration?.Rules ?? []).length > 0,
    versioning: versioning.Status,
    policy: policy?.Policy === undefined ? undefined : parsedPolicy(policy.Policy),
    lifecycleRules: lifecycle?.Rules ?? [],
  };
}

/** S3 answers a HEAD without a word, so what its status means is said here. */
async function exists({ s3 }: BucketAws, spec: BucketSpec): Promise<boolean> {
  try {
    return (await absentAs(missing, s3.send(new HeadBucketCommand(ownedBucket(spec))))) !== undefined;
  } catch (cause) {
    const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
    if (status === 403) {
      throw new FilepipeError('it belongs to another account, or you are not allowed s3:ListBucket on it', {
        hint: 'choose another bucket name with --bucket, or ask for that permission',
        cause,
      });
    }
    if (status === 301) {
      throw new FilepipeError('it is in another region', { hint: 'choose that region with --region', cause });
    }
    throw cause;
  }
}
