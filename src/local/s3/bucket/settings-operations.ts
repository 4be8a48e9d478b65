import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { invalidRequest, malformedXml, notImplemented } from '../errors.ts';
import { MAX_BUCKET_TAGS, readTags, toTagSet } from '../object/tags.ts';
import { DEFAULT_ENCRYPTION, OWNERSHIPS } from './setting-values.ts';

/** Versioning, encryption, public access, ownership and tags of a bucket. */
export function settingsOperations(buckets: Buckets): Operations<typeof sdk> {
  return {
    putBucketVersioning(input) {
      const bucket = buckets.require(input);
      const { Status: versioning, MFADelete } = input.VersioningConfiguration;
      if (MFADelete === 'Enabled') throw notImplemented('MFA delete');
      if (versioning !== 'Enabled' && versioning !== 'Suspended') {
        throw new AwsError(
          'IllegalVersioningConfigurationException',
          'The Versioning element must be specified',
          { status: 400 },
        );
      }
      buckets.set({ ...bucket, versioning });
      return {};
    },
    getBucketVersioning: (input) => ({ Status: buckets.require(input).versioning }),

    putBucketEncryption(input) {
      const bucket = buckets.require(input);
      const rules = input.ServerSideEncryptionConfiguration.Rules ?? [];
      const [rule] = rules;
      if (rule === undefined || rules.length > 1) throw malformedXml();
      checkEncryption(rule);
      const encryption = { Rules: [{ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false }] };
      buckets.set({ ...bucket, encryption });
      return {};
    },
    getBucketEncryption: (input) => ({
      ServerSideEncryptionConfiguration: buckets.require(input).encryption,
    }),
    deleteBucketEncryption(input) {
      buckets.set({ ...buckets.require(input), encryption: DEFAULT_ENCRYPTION });
      return {};
    },

    putPublicAccessBlock(input) {
      const bucket = buckets.require(input);
      const given = input.PublicAccessBlockConfiguration;
      const publicAccessBlock = {
        BlockPublicAcls: given.BlockPublicAcls ?? false,
        IgnorePublicAcls: given.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      };
      buckets.set({ ...bucket, publicAccessBlock });
      return {};
    },
    getPublicAccessBlock(input) {
      const { name, publicAccessBlock } = buckets.require(input);
      if (publicAccessBlock !== undefined) return { PublicAccessBlockConfiguration: publicAccessBlock };
      throw notSet(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        name,
      );
    },
    deletePublicAccessBlock(input) {
      buckets.set({ ...buckets.require(input), publicAccessBlock: undefined });
      return {};
    },

    putBucketOwnershipControls(input) {
      const bucket = buckets.require(input);
      const rules = input.OwnershipControls.Rules ?? [];
      const ownership = rules[0]?.ObjectOwnership;
      if (rules.length !== 1 || ownership === undefined || !OWNERSHIPS.includes(ownership)) {
        throw malformedXml();
      }
      buckets.set({ ...bucket, ownership });
      return {};
    },
    getBucketOwnershipControls(input) {
      const { name, ownership } = buckets.require(input);
      if (ownership !== undefined) return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
      throw notSet('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', name);
    },
    deleteBucketOwnershipControls(input) {
      buckets.set({ ...buckets.require(input), ownership: undefined });
      return {};
    },

    putBucketTagging(input) {
      const bucket = buckets.require(input);
      buckets.set({ ...bucket, tags: toTagSet(readTags(input.Tagging.TagSet ?? [], MAX_BUCKET_TAGS)) });
      return {};
    },
    getBucketTagging(input) {
      const { name, tags } = buckets.require(input);
      if (tags.length > 0) return { TagSet: [...tags] };
      throw notSet('NoSuchTagSet', 'The TagSet does not exist', name);
    },
    deleteBucketTagging(input) {
      buckets.set({ ...buckets.require(input), tags: [] });
      return {};
    },
  };
}

function checkEncryption({
  ApplyServerSideEncryptionByDefault: byDefault,
}: sdk.ServerSideEncryptionRule): void {
  const algorithm: string | undefined = byDefault?.SSEAlgorithm;
  if (algorithm !== undefined && !['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm))
    throw malformedXml();
  if (algorithm === 'AES256' && byDefault?.KMSMasterKeyID !== undefined) {
    throw invalidRequest(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    );
  }
}

function notSet(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, { status: 404, fields: { BucketName: bucket } });
}
