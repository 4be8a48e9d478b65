import {
  type LifecycleRule,
  type PublicAccessBlockConfiguration,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import type { Aspect } from '../engine/aspects.ts';
import type { Tags } from '../engine/resource.ts';
import { bucketBusy, retrying } from '../engine/retry.ts';
import { tagList } from '../ownership.ts';
import {
  canonical,
  type PolicyDocument,
  type PolicyStatement,
  statementOf,
  withStatement,
} from '../policies.ts';

export type BucketAws = Pick<Clients, 's3'>;

export interface BucketSpec {
  readonly name: string;
  readonly accountId: string;
  readonly tags: Tags;
  /** Our statement in the bucket's policy; others are kept. */
  readonly policyStatement: PolicyStatement;
  /** When parts of uploads that were never finished are dropped; other lifecycle rules are kept. */
  readonly abortUploadsAfterDays: number;
}

export interface BucketLive {
  readonly tags: Tags;
  readonly publicAccessBlock: PublicAccessBlockConfiguration | undefined;
  readonly ownership: string | undefined;
  readonly encrypted: boolean;
  readonly versioning: string | undefined;
  readonly policy: PolicyDocument | undefined;
  readonly lifecycleRules: readonly LifecycleRule[];
}

/**
 * A bucket's settings. AWS's defaults for a new bucket are most of them, so few are ever written.
 * Versioning comes last: it is the slowest to take hold.
 */
export const bucketAspects: readonly Aspect<BucketAws, BucketSpec, BucketLive>[] = [
  {
    // For servers that speak S3 and do not know tags at creation.
    path: 'tags',
    wanted: (spec) => spec.tags,
    actual: (live, spec) => Object.fromEntries(Object.keys(spec.tags).map((key) => [key, live.tags[key]])),
    write: ({ s3 }, spec, live, control) =>
      whenBucketIsFree(control, spec, () =>
        s3.send(
          new PutBucketTaggingCommand({
            ...ownedBucket(spec),
            Tagging: { TagSet: tagList({ ...live.tags, ...spec.tags }) },
          }),
        ),
      ),
  },
  {
    path: 'publicAccessBlock',
    wanted: () => nothingPublic,
    actual: (live) => live.publicAccessBlock,
    write: ({ s3 }, spec, _live, control) =>
      whenBucketIsFree(control, spec, () =>
        s3.send(
          new PutPublicAccessBlockCommand({
            ...ownedBucket(spec),
            PublicAccessBlockConfiguration: nothingPublic,
          }),
        ),
      ),
  },
  {
    path: 'ownership',
    wanted: () => 'BucketOwnerEnforced',
    actual: (live) => live.ownership,
    write: ({ s3 }, spec, _live, control) =>
      whenBucketIsFree(control, spec, () =>
        s3.send(
          new PutBucketOwnershipControlsCommand({
            ...ownedBucket(spec),
            OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          }),
        ),
      ),
  },
  {
    // Any encryption will do: an owner who chose a key of their own keeps it.
    path: 'encrypted',
    wanted: () => true,
    actual: (live) => live.encrypted,
    write: ({ s3 }, spec, _live, control) =>
      whenBucketIsFree(control, spec, () =>
        s3.send(
          new PutBucketEncryptionCommand({
            ...ownedBucket(spec),
            ServerSideEncryptionConfiguration: {
              Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
            },
          }),
        ),
      ),
  },
  {
    path: 'policy',
    wanted: (spec) => canonical(spec.policyStatement),
    actual: (live, spec) => canonical(statementOf(live.policy, spec.policyStatement.Sid)),
    async write({ s3 }, spec, live, control) {
      if (live.policy !== undefined) {
        await control.keep?.({ kind: 'bucket-policy', of: spec.name, content: live.policy });
      }
      const Policy = JSON.stringify(withStatement(live.policy, spec.policyStatement));
      const command = new PutBucketPolicyCommand({ ...ownedBucket(spec), Policy });
      await whenBucketIsFree(control, spec, () => s3.send(command));
    },
  },
  {
    path: 'abortUploadsAfterDays',
    wanted: (spec) => spec.abortUploadsAfterDays,
    actual: (live) => abortDays(live.lifecycleRules.find(({ ID }) => ID === LIFECYCLE_RULE)),
    async write({ s3 }, spec, live, control) {
      if (live.lifecycleRules.length > 0) {
        await control.keep?.({ kind: 'lifecycle', of: spec.name, content: live.lifecycleRules });
      }
      const LifecycleConfiguration = { Rules: withAbortRule(live.lifecycleRules, spec) };
      const command = new PutBucketLifecycleConfigurationCommand({
        ...ownedBucket(spec),
        LifecycleConfiguration,
      });
      await whenBucketIsFree(control, spec, () => s3.send(command));
    },
  },
  {
    path: 'versioning',
    wanted: () => 'Enabled',
    actual: (live) => live.versioning,
    write: ({ s3 }, spec, _live, control) =>
      whenBucketIsFree(control, spec, () =>
        s3.send(
          new PutBucketVersioningCommand({
            ...ownedBucket(spec),
            VersioningConfiguration: { Status: 'Enabled' },
          }),
        ),
      ),
  },
];

/** What every call about a bucket carries: the wrong account's bucket is then an error, never an accident. */
export function ownedBucket(spec: { readonly name: string; readonly accountId: string }) {
  return { Bucket: spec.name, ExpectedBucketOwner: spec.accountId };
}

/** Repeats a call while S3 is busy with the bucket, which after a deletion can take long. */
export function whenBucketIsFree<T>(
  control: Control,
  spec: { readonly name: string },
  call: () => Promise<T>,
): Promise<T> {
  const wait = {
    what: `S3 to accept a change to bucket ${spec.name}`,
    timeoutSeconds: 300,
    maxDelaySeconds: 15,
  };
  return retrying(control, wait, bucketBusy, call);
}

const LIFECYCLE_RULE = 'filepipe-abort-unfinished-uploads';

const nothingPublic = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Undefined also for a rule that does not hold for every object. */
function abortDays(rule: LifecycleRule | undefined): number | undefined {
  if (rule?.Status !== 'Enabled' || (rule.Filter?.Prefix ?? rule.Prefix ?? '') !== '') return undefined;
  if (rule.Filter?.Tag !== undefined || rule.Filter?.And !== undefined) return undefined;
  return rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
}

function withAbortRule(rules: readonly LifecycleRule[], spec: BucketSpec): LifecycleRule[] {
  return [
    ...rules.filter(({ ID }) => ID !== LIFECYCLE_RULE),
    {
      ID: LIFECYCLE_RULE,
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: spec.abortUploadsAfterDays },
    },
  ];
}
