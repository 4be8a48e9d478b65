import type { FailedRequest } from '../request-of-error.ts';

/** One thing that somebody has to be allowed. */
export interface Right {
  /** As IAM spells it. */
  readonly action: string;
  /** Undefined when the request does not tell. */
  readonly resource: string | undefined;
}

/**
 * What a request needs, for the two services whose refusals may not say: S3 answers a HEAD without a word and
 * used to say no more than "Access Denied", SQS names just the queue. Undefined for others.
 */
export function rightOfRequest({ client, command, input }: FailedRequest): Right | undefined {
  if (client === 'S3') return s3Right(command, input);
  if (client === 'SQS') return sqsRight(command, input);
  return undefined;
}

/**
 * Where IAM's name is not the operation's. Uploading parts is putting an object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
  HeadObject: 'GetObject',
  DeleteObjects: 'DeleteObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** Versions are guarded by rights of their own. */
const OF_VERSIONS: Readonly<Record<string, string>> = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
};

function s3Right(command: string, input: FailedRequest['input']): Right {
  const name = S3_ACTIONS[command] ?? command;
  const action = input['VersionId'] === undefined ? name : (OF_VERSIONS[name] ?? name);
  const { Bucket: bucket, Key: key } = input;
  if (typeof bucket !== 'string') return { action: `s3:${action}`, resource: undefined };
  // A request does not tell its partition, and IAM takes a star for it.
  const arn = `arn:*:s3:::${bucket}`;
  const onObjects = typeof key === 'string' ? `${arn}/${key}` : `${arn}/*`;
  return {
    action: `s3:${action}`,
    resource: /Object|Upload/.test(action) && !/^ListBucket/.test(action) ? onObjects : arn,
  };
}

/** `https://sqs.eu-central-1.amazonaws.com/123456789012/name` */
function sqsRight(command: string, { QueueUrl: url }: FailedRequest['input']): Right {
  const [, region, account, name] =
    /^https:\/\/sqs\.([\w-]+)\.[^/]+\/(\d{12})\/([^/]+)$/.exec(typeof url === 'string' ? url : '') ?? [];
  const resource = name === undefined ? undefined : `arn:*:sqs:${region}:${account}:${name}`;
  return { action: `sqs:${command.replace(/Batch$/, '')}`, resource };
}
