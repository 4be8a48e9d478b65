import type {
  BucketVersioningStatus,
  LifecycleRule,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Collection } from '../storage.ts';
import { accessDenied, invalidArgument, noSuchBucket } from './errors.ts';

/** A bucket with all that is set on it; what is undefined was never set or has been deleted. */
export interface Bucket {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Undefined until versioning is first enabled; it can only be suspended after that. */
  readonly versioning?: BucketVersioningStatus | undefined;
  readonly encryption: ServerSideEncryptionConfiguration;
  readonly publicAccessBlock?: PublicAccessBlockConfiguration | undefined;
  readonly ownership?: ObjectOwnership | undefined;
  readonly policy?: string | undefined;
  readonly tags: readonly Tag[];
  readonly lifecycle?: Lifecycle | undefined;
  readonly notification: NotificationConfiguration;
}

interface Lifecycle {
  readonly rules: LifecycleRule[];
  readonly minimumSize: TransitionDefaultMinimumObjectSize;
}

/** How operations name a bucket. */
export interface BucketAddress {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface Buckets {
  /** The bucket, when it exists and has the expected owner. */
  require(address: BucketAddress): Bucket;
  find(name: string): Bucket | undefined;
  set(bucket: Bucket): void;
  delete(name: string): void;
  /** In order of their names. */
  list(): Bucket[];
}

export function createBuckets(collection: Collection<Bucket>): Buckets {
  return {
    require({ Bucket: name, ExpectedBucketOwner: owner }) {
      const bucket = collection.get(name);
      if (bucket === undefined) throw noSuchBucket(name);
      checkOwner(owner);
      return bucket;
    },
    find: (name) => collection.get(name),
    set: (bucket) => collection.set(bucket.name, bucket),
    delete: (name) => collection.delete(name),
    list: () => [...collection.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The account's canonical user id: every account has one, of 64 hexadecimal digits. */
export const OWNER_ID = 'c4e8f1b7a90d3c62'.repeat(4);

function checkOwner(owner: string | undefined): void {
  if (owner === undefined || owner === ACCOUNT_ID) return;
  if (/^\d{12}$/.test(owner)) throw accessDenied();
  throw invalidArgument(
    'The value of the expected bucket owner parameter must be an AWS account ID',
    'x-amz-expected-bucket-owner',
    owner,
  );
}
