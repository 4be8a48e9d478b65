import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  allow,
  type PolicyStatement,
  policyOf,
  roleArn,
  sessionArn,
  sessionOf,
} from './access-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const BUCKET = 'arn:aws:s3:::files';
const OBJECT = `${BUCKET}/a`;

describe('a role in S3', () => {
  let aws: FreshAws;
  let root: S3Client;
  let s3: S3Client;
  let versionId: string | undefined;

  beforeEach(async () => {
    aws = await freshAws();
    root = new S3Client({ ...aws.clientOptions(), forcePathStyle: true });
    await root.send(new CreateBucketCommand({ Bucket: 'files' }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await root.send(new PutBucketVersioningCommand({ Bucket: 'files', VersioningConfiguration }));
    const put = new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x', Tagging: 'k=v' });
    versionId = (await root.send(put)).VersionId;
    s3 = new S3Client({ ...(await sessionOf(aws, 'r')), forcePathStyle: true });
  });
  afterEach(() => aws.close());

  const Bucket = 'files';
  const Key = 'a';
  const calls: Record<string, [() => Promise<unknown>, ...string[]]> = {
    HeadBucket: [() => s3.send(new HeadBucketCommand({ Bucket })), `s3:ListBucket ${BUCKET}`],
    ListObjectsV2: [() => s3.send(new ListObjectsV2Command({ Bucket })), `s3:ListBucket ${BUCKET}`],
    ListObjectVersions: [
      () => s3.send(new ListObjectVersionsCommand({ Bucket })),
      `s3:ListBucketVersions ${BUCKET}`,
    ],
    ListBuckets: [() => s3.send(new ListBucketsCommand({})), 's3:ListAllMyBuckets *'],
    PutBucketEncryption: [
      () =>
        s3.send(
          new PutBucketEncryptionCommand({
            Bucket,
            ServerSideEncryptionConfiguration: {
              Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
            },
          }),
        ),
      `s3:PutEncryptionConfiguration ${BUCKET}`,
    ],
    HeadObject: [() => s3.send(new HeadObjectCommand({ Bucket, Key })), `s3:GetObject ${OBJECT}`],
    'GetObject of a version': [
      () => s3.send(new GetObjectCommand({ Bucket, Key, VersionId: versionId })),
      `s3:GetObjectVersion ${OBJECT}`,
    ],
    GetObjectTagging: [
      () => s3.send(new GetObjectTaggingCommand({ Bucket, Key })),
      `s3:GetObjectTagging ${OBJECT}`,
    ],
    GetObjectAttributes: [
      () => s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ETag'] })),
      `s3:GetObject ${OBJECT}`,
      `s3:GetObjectAttributes ${OBJECT}`,
    ],
    'PutObject with tags': [
      () => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'y', Tagging: 'k=w' })),
      `s3:PutObject ${OBJECT}`,
      `s3:PutObjectTagging ${OBJECT}`,
    ],
    CreateMultipartUpload: [
      () => s3.send(new CreateMultipartUploadCommand({ Bucket, Key })),
      `s3:PutObject ${OBJECT}`,
    ],
    DeleteObject: [() => s3.send(new DeleteObjectCommand({ Bucket, Key })), `s3:DeleteObject ${OBJECT}`],
    'DeleteObject of a version': [
      () => s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: versionId })),
      `s3:DeleteObjectVersion ${OBJECT}`,
    ],
    'CopyObject with tags': [
      () => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'files/a' })),
      `s3:GetObject ${OBJECT}`,
      `s3:GetObjectTagging ${OBJECT}`,
      `s3:PutObject ${BUCKET}/copy`,
      `s3:PutObjectTagging ${BUCKET}/copy`,
    ],
  };

  it.each(Object.entries(calls))('needs for %s all of its rights', async (_name, [call, ...rights]) => {
    const statements = rights.map((right) => {
      const [Action = '', Resource = ''] = right.split(' ');
      return { Effect: 'Allow', Action, Resource } as const;
    });
    for (const left of statements) {
      const others = statements.filter((statement) => statement !== left);
      const nothing = { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: '*' } as const;
      await allow(aws, 'r', nothing, ...others);
      await expect(call()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    }
    await allow(aws, 'r', ...statements);
    await call();
  });

  it('is told in S3’s words what it may not', async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${sessionArn('r')} is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObject action`,
    });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow(
      `User: ${sessionArn('r')} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
    );
  });

  it('learns that an object is missing only when it may list the bucket', async () => {
    const reading = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*` } as const;
    await allow(aws, 'r', reading);
    const head = () => s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' }));
    const get = () => s3.send(new GetObjectCommand({ Bucket, Key: 'missing' }));
    await expect(head()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(get()).rejects.toThrow(`s3:ListBucket on resource: "${BUCKET}"`);
    await allow(aws, 'r', reading, { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET });
    await expect(head()).rejects.toMatchObject({ name: 'NotFound' });
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('lists only below the prefix that it may', async () => {
    await allow(aws, 'r', {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLike: { 's3:prefix': 'mine/*' } },
    });
    await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'mine/x' }));
    await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('removes of several objects those that it may, and is told of the others', async () => {
    await allow(aws, 'r', { Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${BUCKET}/mine/*` });
    const Objects = [{ Key: 'mine/1' }, { Key: 'a' }, { Key: 'mine/2' }];
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map((deleted) => deleted.Key)).toEqual(['mine/1', 'mine/2']);
    expect(answer.Errors).toMatchObject([{ Key: 'a', Code: 'AccessDenied' }]);
    await root.send(new HeadObjectCommand({ Bucket, Key }));
  });

  it('continues uploads with the right to put', async () => {
    const { UploadId } = await root.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await allow(aws, 'r', { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT });
    await expect(s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toThrow(
      's3:ListMultipartUploadParts',
    );
  });

  const bucketPolicy = (...statements: readonly PolicyStatement[]) =>
    root.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }));

  it('is let in by a bucket policy that names it', async () => {
    const Principal = { AWS: roleArn('r') };
    await bucketPolicy({ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${BUCKET}/*` });
    await s3.send(new GetObjectCommand({ Bucket, Key }));
    const account = { AWS: ACCOUNT };
    await bucketPolicy({
      Effect: 'Allow',
      Principal: account,
      Action: 's3:GetObject',
      Resource: `${BUCKET}/*`,
    });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('is kept out by a bucket policy, as is the account itself, which can undo it', async () => {
    const everything = [BUCKET, `${BUCKET}/*`];
    await allow(aws, 'r', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: everything } as const;
    await bucketPolicy({ ...deny, Condition: insecure });
    await s3.send(new GetObjectCommand({ Bucket, Key }));
    await bucketPolicy(deny);
    const refusal = 'with an explicit deny in a resource-based policy';
    await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toThrow(refusal);
    await expect(root.send(new GetObjectCommand({ Bucket, Key }))).rejects.toThrow(refusal);
    await root.send(new DeleteBucketPolicyCommand({ Bucket }));
    await root.send(new GetObjectCommand({ Bucket, Key }));
  });
});
