import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Clock } from '../../clock.ts';
import { REGION } from '../../credentials.ts';
import type { Operations } from '../../service.ts';
import { type Bucket, type Buckets, OWNER_ID } from '../buckets.ts';
import { invalidArgument, notImplemented } from '../errors.ts';
import { bucketArn } from '../event/happening.ts';
import type { Exclusive } from '../exclusive.ts';
import { MAX_BUCKET_TAGS, readTags, toTagSet } from '../object/tags.ts';
import type { VersionTable } from '../object/version-table.ts';
import type { Uploads } from '../upload/uploads.ts';
import { checkBucketName } from './bucket-name.ts';
import type { FreedNames } from './freed-names.ts';
import { DEFAULT_ENCRYPTION, OWNERSHIPS } from './setting-values.ts';

export interface BucketParts {
  readonly buckets: Buckets;
  readonly freedNames: FreedNames;
  readonly versions: VersionTable;
  readonly uploads: Uploads;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
}

/** Making, finding and removing buckets. */
export function bucketOperations(parts: BucketParts): Operations<typeof sdk> {
  const { buckets, freedNames, versions, uploads, exclusive, clock } = parts;
  return {
    createBucket(input) {
      const name = input.Bucket;
      const created = { Location: `/${name}`, BucketArn: bucketArn(name) };
      checkBucketName(name, input.BucketNamespace);
      checkLocation(input.CreateBucketConfiguration?.LocationConstraint);
      checkOwnership(input.ObjectOwnership);
      checkUnsupported(input);
      // In us-east-1, and only there, making one's own bucket again succeeds. It would reset the ACLs, of which
      // there are none but the owner's here; tags and settings stay.
      if (buckets.find(name) !== undefined) return created;
      freedNames.check(name);
      const tags = readTags(input.CreateBucketConfiguration?.Tags ?? [], MAX_BUCKET_TAGS);
      buckets.set(newBucket(name, clock.now(), tags, input.ObjectOwnership));
      return created;
    },
    headBucket(input) {
      const { name } = buckets.require(input);
      return { BucketRegion: REGION, BucketArn: bucketArn(name), AccessPointAlias: false };
    },
    async deleteBucket(input) {
      await exclusive(input.Bucket, async () => {
        const { name } = buckets.require(input);
        if (!(await versions.isEmpty(name))) throw notEmpty(name);
        await uploads.abortAll(name);
        buckets.delete(name);
        freedNames.free(name);
      });
      return {};
    },
    listBuckets(input) {
      const { Prefix: prefix = '', ContinuationToken: after = '', BucketRegion: region = REGION } = input;
      const limit = input.MaxBuckets ?? 10_000;
      if (limit < 1 || limit > 10_000) {
        throw invalidArgument('MaxBuckets must be between 1 and 10000', 'max-buckets', limit);
      }
      const found = buckets
        .list()
        .filter(({ name }) => region === REGION && name.startsWith(prefix) && name > after);
      const page = found.slice(0, limit);
      return {
        Buckets: page.map(describe),
        Owner: { ID: OWNER_ID },
        Prefix: input.Prefix,
        ContinuationToken: found.length > limit ? page.at(-1)?.name : undefined,
      };
    },
    getBucketLocation(input) {
      buckets.require(input);
      // us-east-1 is told by saying nothing.
      return {};
    },
  };
}

function newBucket(
  name: string,
  created: number,
  tags: Readonly<Record<string, string>>,
  ownership: sdk.ObjectOwnership = 'BucketOwnerEnforced',
): Bucket {
  return {
    name,
    created,
    encryption: DEFAULT_ENCRYPTION,
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership,
    tags: toTagSet(tags),
    notification: {},
  };
}

function describe({ name, created }: Bucket): sdk.Bucket {
  return { Name: name, CreationDate: new Date(created), BucketRegion: REGION, BucketArn: bucketArn(name) };
}

function checkOwnership(ownership: string | undefined): void {
  if (ownership === undefined || OWNERSHIPS.includes(ownership)) return;
  throw invalidArgument(
    `Invalid x-amz-object-ownership header: ${ownership}`,
    'x-amz-object-ownership',
    ownership,
  );
}

function checkLocation(constraint: string | undefined): void {
  if (constraint === undefined) return;
  const known = /^(?:EU|[a-z]{2}(?:-[a-z]+)+-\d)$/.test(constraint);
  if (!known || constraint === REGION) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      status: 400,
      fields: { LocationConstraint: constraint },
    });
  }
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { status: 400 },
  );
}

function checkUnsupported(input: sdk.CreateBucketRequest): void {
  const { ACL: acl, ObjectLockEnabledForBucket: lock, CreateBucketConfiguration: configuration } = input;
  if (acl !== undefined && acl !== 'private') {
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      { status: 400 },
    );
  }
  if (lock) throw notImplemented('object lock');
  if (configuration?.Bucket !== undefined || configuration?.Location !== undefined) {
    throw notImplemented('directory buckets');
  }
}

function notEmpty(name: string): AwsError {
  return new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
    status: 409,
    fields: { BucketName: name },
  });
}
