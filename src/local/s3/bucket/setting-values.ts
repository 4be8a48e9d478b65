import type * as sdk from '@aws-sdk/client-s3';

/** What every bucket has from birth and goes back to when its own setting is deleted. */
export const DEFAULT_ENCRYPTION: sdk.ServerSideEncryptionConfiguration = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
      BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
    },
  ],
};

/** Who may own the objects of a bucket. */
export const OWNERSHIPS: readonly string[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];
