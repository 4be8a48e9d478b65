import type { ObjectCannedACL, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Bucket } from '../buckets.ts';
import { accessDenied, invalidArgument, invalidRequest, notImplemented } from '../errors.ts';
import type { ObjectAttributes, ObjectEncryption } from './version.ts';

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
export interface AttributesInput {
  readonly Key: string;
  readonly ACL?: ObjectCannedACL | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
  readonly ObjectLockMode?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly ServerSideEncryption?: ServerSideEncryption | undefined;
  readonly StorageClass?: StorageClass | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

/** The attributes of a new object; refuses what S3 refuses, and what is not done here. */
export function attributesFrom(input: AttributesInput, bucket: Bucket): ObjectAttributes {
  checkKey(input.Key);
  checkAccess(input, bucket);
  checkUnsupported(input);
  const metadata = input.Metadata ?? {};
  checkMetadata(metadata);
  return {
    contentType: input.ContentType ?? 'binary/octet-stream',
    cacheControl: input.CacheControl,
    contentDisposition: input.ContentDisposition,
    contentEncoding: withoutFraming(input.ContentEncoding),
    contentLanguage: input.ContentLanguage,
    expires: input.Expires?.toUTCString(),
    metadata,
    storageClass: storageClass(input.StorageClass),
    encryption: encryption(input, bucket),
  };
}

const STORAGE_CLASSES: readonly StorageClass[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/** Bytes of UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;
/** Names and values together. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MAX_METADATA_BYTES = 2048;

function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= MAX_KEY_BYTES) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long', {
    status: 400,
    fields: { Size: bytes, MaxSizeAllowed: MAX_KEY_BYTES },
  });
}

/** Access control lists are switched off in a bucket unless its owner asks for them. */
function checkAccess(input: AttributesInput, { ownership }: Bucket): void {
  const { ACL: acl, GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP } = input;
  const grants = [GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP].some((it) => it !== undefined);
  const harmless = acl === undefined || acl === 'bucket-owner-full-control';
  if (harmless && !grants) return;
  if (ownership === 'BucketOwnerEnforced') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 });
  }
  if (acl !== 'private' || grants) throw notImplemented('access control lists');
}

function checkUnsupported(input: AttributesInput): void {
  // New buckets block encryption with the caller's own keys since April 2026.
  if (input.SSECustomerAlgorithm !== undefined) throw accessDenied();
  if (input.WebsiteRedirectLocation !== undefined) throw notImplemented('website redirects');
  if (input.ObjectLockMode !== undefined || input.ObjectLockLegalHoldStatus !== undefined) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const bytes = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value, 'latin1'),
    0,
  );
  if (bytes <= MAX_METADATA_BYTES) return;
  throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    status: 400,
    fields: { Size: bytes, MaxSizeAllowed: MAX_METADATA_BYTES },
  });
}

/** `aws-chunked` is about how the bytes travelled, not about what they are. */
function withoutFraming(encoding: string | undefined): string | undefined {
  const codings = (encoding ?? '').split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',') || undefined;
}

function storageClass(given: StorageClass | undefined): StorageClass {
  const name = given ?? 'STANDARD';
  if (STORAGE_CLASSES.includes(name)) return name;
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
    status: 400,
    fields: { StorageClassRequested: name },
  });
}

function encryption(input: AttributesInput, bucket: Bucket): ObjectEncryption {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId } = input;
  if (algorithm !== undefined && !['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw invalidArgument(
      'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      algorithm,
    );
  }
  if (algorithm !== undefined) return { algorithm, keyId, bucketKey: input.BucketKeyEnabled };
  const [rule] = bucket.encryption.Rules ?? [];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  return {
    algorithm: byDefault?.SSEAlgorithm ?? 'AES256',
    keyId: byDefault?.KMSMasterKeyID,
    bucketKey: rule?.BucketKeyEnabled || undefined,
  };
}
