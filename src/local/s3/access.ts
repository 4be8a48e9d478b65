import type * as sdk from '@aws-sdk/client-s3';
import type { Need } from '../access/need.ts';
import { PARTITION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';
import { readCopySource } from './object/copy-source.ts';

/**
 * What each operation needs. The names differ from the API's more than elsewhere.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const s3Access: AccessTable<typeof sdk> = {
  listBuckets: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
  createBucket: ({ Bucket, ObjectOwnership, CreateBucketConfiguration }) => [
    onBucket('CreateBucket')({ Bucket }),
    ...(ObjectOwnership === undefined ? [] : [onBucket('PutBucketOwnershipControls')({ Bucket })]),
    ...(CreateBucketConfiguration?.Tags?.length ? [onBucket('TagResource')({ Bucket })] : []),
  ],
  headBucket: onBucket('ListBucket'),
  deleteBucket: onBucket('DeleteBucket'),
  getBucketLocation: onBucket('GetBucketLocation'),
  putBucketVersioning: onBucket('PutBucketVersioning'),
  getBucketVersioning: onBucket('GetBucketVersioning'),
  putBucketEncryption: onBucket('PutEncryptionConfiguration'),
  getBucketEncryption: onBucket('GetEncryptionConfiguration'),
  deleteBucketEncryption: onBucket('PutEncryptionConfiguration'),
  putPublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
  getPublicAccessBlock: onBucket('GetBucketPublicAccessBlock'),
  deletePublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
  putBucketOwnershipControls: onBucket('PutBucketOwnershipControls'),
  getBucketOwnershipControls: onBucket('GetBucketOwnershipControls'),
  deleteBucketOwnershipControls: onBucket('PutBucketOwnershipControls'),
  putBucketTagging: onBucket('PutBucketTagging'),
  getBucketTagging: onBucket('GetBucketTagging'),
  deleteBucketTagging: onBucket('PutBucketTagging'),
  putBucketPolicy: onBucket('PutBucketPolicy'),
  getBucketPolicy: onBucket('GetBucketPolicy'),
  deleteBucketPolicy: onBucket('DeleteBucketPolicy'),
  getBucketPolicyStatus: onBucket('GetBucketPolicyStatus'),
  putBucketLifecycleConfiguration: onBucket('PutLifecycleConfiguration'),
  getBucketLifecycleConfiguration: onBucket('GetLifecycleConfiguration'),
  deleteBucketLifecycle: onBucket('PutLifecycleConfiguration'),
  putBucketNotificationConfiguration: onBucket('PutBucketNotification'),
  getBucketNotificationConfiguration: onBucket('GetBucketNotification'),

  listObjects: listing('ListBucket'),
  listObjectsV2: listing('ListBucket'),
  listObjectVersions: listing('ListBucketVersions'),
  listMultipartUploads: listing('ListBucketMultipartUploads'),

  putObject: putting,
  createMultipartUpload: putting,
  uploadPart: onObject('PutObject'),
  completeMultipartUpload: onObject('PutObject'),
  abortMultipartUpload: onObject('AbortMultipartUpload'),
  listParts: onObject('ListMultipartUploadParts'),
  copyObject: (input) => [readingSource(input), ...putting(input)],
  uploadPartCopy: (input) => [readingSource(input), onObject('PutObject')(input)],

  headObject: onVersion('GetObject', 'GetObjectVersion'),
  getObject: onVersion('GetObject', 'GetObjectVersion'),
  getObjectAttributes: (input) => [
    onVersion('GetObject', 'GetObjectVersion')(input),
    onVersion('GetObjectAttributes', 'GetObjectVersionAttributes')(input),
  ],
  getObjectTagging: tagsOf('Get'),
  putObjectTagging: tagsOf('Put'),
  deleteObjectTagging: tagsOf('Delete'),
  deleteObject: deletion,
  // Each key is judged by itself while the operation runs, and told in its answer.
  deleteObjects: () => [],
};

interface BucketInput {
  readonly Bucket: string;
}

interface ObjectInput extends BucketInput {
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

/** What deleting one object takes; its versions are guarded apart. */
export function deletion(input: ObjectInput): Need {
  return onVersion('DeleteObject', 'DeleteObjectVersion')(input);
}

/** Who may not list a bucket is not told what is missing in it either. */
export const listBucket = onBucket('ListBucket');

/** What reading or writing an object's tags takes. */
export function tagsOf(verb: 'Get' | 'Put' | 'Delete') {
  return onVersion(`${verb}ObjectTagging`, `${verb}ObjectVersionTagging`);
}

function onBucket(action: string) {
  return ({ Bucket }: BucketInput): Need => ({
    action: `s3:${action}`,
    resource: `arn:${PARTITION}:s3:::${Bucket}`,
  });
}

function onObject(action: string) {
  return ({ Bucket, Key }: ObjectInput): Need => ({
    action: `s3:${action}`,
    resource: `arn:${PARTITION}:s3:::${Bucket}/${Key}`,
  });
}

function onVersion(action: string, versionAction: string) {
  return (input: ObjectInput): Need =>
    input.VersionId === undefined
      ? onObject(action)(input)
      : { ...onObject(versionAction)(input), context: { 's3:versionid': [input.VersionId] } };
}

function listing(action: string) {
  return (
    input: BucketInput & { readonly Prefix?: string | undefined; readonly Delimiter?: string | undefined },
  ): Need => ({
    ...onBucket(action)(input),
    context: {
      ...(input.Prefix !== undefined && { 's3:prefix': [input.Prefix] }),
      ...(input.Delimiter !== undefined && { 's3:delimiter': [input.Delimiter] }),
    },
  });
}

function putting(
  input: ObjectInput & {
    readonly Tagging?: string | undefined;
    readonly ServerSideEncryption?: string | undefined;
    readonly StorageClass?: string | undefined;
  },
): Need[] {
  const { ServerSideEncryption: encryption, StorageClass: storageClass } = input;
  const context = {
    ...(encryption !== undefined && { 's3:x-amz-server-side-encryption': [encryption] }),
    ...(storageClass !== undefined && { 's3:x-amz-storage-class': [storageClass] }),
  };
  return [
    { ...onObject('PutObject')(input), context },
    ...(input.Tagging ? [onObject('PutObjectTagging')(input)] : []),
  ];
}

function readingSource(input: { readonly CopySource: string }): Need {
  return onVersion('GetObject', 'GetObjectVersion')(readCopySource(input));
}
