import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';

/** A bucket that keeps versions or never did. */
export async function createBucket(
  s3: S3Client,
  name: string,
  versioning: 'versioned' | 'unversioned',
): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  if (versioning === 'unversioned') return;
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
}
