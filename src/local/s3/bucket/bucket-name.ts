import { AwsError } from '../../aws-error.ts';
import { ACCOUNT_ID, REGION } from '../../credentials.ts';
import { invalidArgument } from '../errors.ts';

/**
 * Refuses names that S3 refuses, and names of the account's own namespace without that namespace (or the
 * other way round).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkBucketName(name: string, namespace: string | undefined): void {
  if (namespace !== undefined && namespace !== 'global' && namespace !== 'account-regional') {
    throw invalidArgument('The bucket namespace is not valid.', 'x-amz-bucket-namespace', namespace);
  }
  if (!isBucketName(name)) throw invalidBucketName(name, 'The specified bucket is not valid.');
  const ownName = name.endsWith(OWN_SUFFIX);
  if (namespace === 'account-regional' && !ownName) {
    throw invalidBucketName(
      name,
      `The specified bucket is not valid. Names in the account-regional namespace end in ${OWN_SUFFIX}`,
    );
  }
  if (namespace !== 'account-regional' && name.endsWith('-an')) {
    throw invalidBucketName(
      name,
      'The specified bucket is not valid. The suffix -an is reserved for the account-regional namespace',
    );
  }
}

const OWN_SUFFIX = `-${ACCOUNT_ID}-${REGION}-an`;

const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

function invalidBucketName(name: string, message: string): AwsError {
  return new AwsError('InvalidBucketName', message, { status: 400, fields: { BucketName: name } });
}
