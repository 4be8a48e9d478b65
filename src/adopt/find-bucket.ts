import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type LifecycleRule,
  type PublicAccessBlockConfiguration,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Tags } from '../provision/engine/resource.ts';
import type { Place } from '../provision/names.ts';
import { tagsOf } from '../provision/ownership.ts';
import { type PolicyDocument, parsedPolicy } from '../provision/policies.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import { readTriggers, type Triggers } from '../provision/resources/bucket-triggers.ts';
import { found, type Part, partOf, unknown, withPart } from './part.ts';

/** A bucket of this account as it was found, every setting by itself: reading one may be allowed and another not. */
export interface FoundBucket {
  readonly name: string;
  readonly arn: string;
  readonly tags: Part<Tags>;
  readonly triggers: Part<Triggers>;
  readonly publicAccess: Part<PublicAccessBlockConfiguration>;
  readonly policy: Part<PolicyDocument>;
  /** Whether it says how objects are encrypted. */
  readonly encrypted: Part<boolean>;
  /** `Enabled` or `Suspended`; absent when it never was. */
  readonly versioning: Part<string>;
  readonly lifecycleRules: Part<readonly LifecycleRule[]>;
}

type Aws = Pick<Clients, 's3'>;

/** The bucket of this name, if it is this account's and in this region. */
export async function findBucket({ s3 }: Aws, place: Place, name: string): Promise<Part<FoundBucket>> {
  const owned = ownedBucket({ name, accountId: place.accountId });
  const there = await look({ s3 }, owned);
  if (there.state !== 'found') return there;
  const [tags, triggers, publicAccess, policy, encrypted, versioning, lifecycleRules] = await Promise.all([
    partOf(s3.send(new GetBucketTaggingCommand(owned)), ['NoSuchTagSet']),
    findTriggers({ s3 }, place, name),
    partOf(s3.send(new GetPublicAccessBlockCommand(owned)), ['NoSuchPublicAccessBlockConfiguration']),
    partOf(s3.send(new GetBucketPolicyCommand(owned)), ['NoSuchBucketPolicy']),
    partOf(s3.send(new GetBucketEncryptionCommand(owned)), [
      'ServerSideEncryptionConfigurationNotFoundError',
    ]),
    partOf(s3.send(new GetBucketVersioningCommand(owned)), []),
    partOf(s3.send(new GetBucketLifecycleConfigurationCommand(owned)), ['NoSuchLifecycleConfiguration']),
  ]);
  return found({
    name,
    arn: `arn:${place.partition}:s3:::${name}`,
    tags: withPart(tags, ({ TagSet }) => tagsOf(TagSet)),
    triggers,
    publicAccess: withPart(publicAccess, (it) => it.PublicAccessBlockConfiguration),
    policy: withPart(policy, ({ Policy }) => (Policy ? parsedPolicy(Policy) : undefined)),
    encrypted: withPart(encrypted, (it) => (it.ServerSideEncryptionConfiguration?.Rules ?? []).length > 0),
    versioning: withPart(versioning, ({ Status }) => Status),
    lifecycleRules: withPart(lifecycleRules, ({ Rules }) => Rules),
  });
}

/** What runs when something happens in the bucket. */
export async function findTriggers(aws: Aws, { accountId }: Place, name: string): Promise<Part<Triggers>> {
  return await partOf(readTriggers(aws, { name, accountId }), ['NoSuchBucket', 'PermanentRedirect']);
}

/** A HEAD is answered without a word, so what its status means is said here. */
async function look({ s3 }: Aws, owned: ReturnType<typeof ownedBucket>): Promise<Part<unknown>> {
  try {
    return await partOf(s3.send(new HeadBucketCommand(owned)), ['NotFound', 'NoSuchBucket']);
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 403) return unknown("it is another account's, or you may not s3:ListBucket on it");
    if (status === 301) return unknown('it is in another region');
    throw error;
  }
}
