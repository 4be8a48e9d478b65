import type * as sdk from '@aws-sdk/client-s3';
import type { Clock } from '../../clock.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { type Algorithm, isAlgorithm } from '../checksum/algorithm.ts';
import { isCombinable } from '../checksum/crc-combine.ts';
import { invalidRequest } from '../errors.ts';
import { attributesFrom } from '../object/attributes.ts';
import { encryptionMembers } from '../object/output.ts';
import { tagsInHeader } from '../object/tags.ts';
import type { Sequence } from '../sequence.ts';
import { newUploadId } from './upload-table.ts';
import type { Uploads } from './uploads.ts';

/** Beginning and abandoning uploads. */
export function uploadOperations(
  uploads: Uploads,
  buckets: Buckets,
  sequence: Sequence,
  clock: Clock,
): Operations<typeof sdk> {
  return {
    async createMultipartUpload(input) {
      const bucket = buckets.require(input);
      const checksum = checksumPlan(input.ChecksumAlgorithm, input.ChecksumType);
      const attributes = attributesFrom(input, bucket);
      const uploadId = newUploadId(sequence());
      await uploads.begin(bucket.name, {
        key: input.Key,
        uploadId,
        initiated: clock.now(),
        attributes,
        tags: tagsInHeader(input.Tagging),
        ...checksum,
      });
      return {
        Bucket: bucket.name,
        Key: input.Key,
        UploadId: uploadId,
        ...encryptionMembers(attributes.encryption),
        ...(checksum.chosen && {
          ChecksumAlgorithm: checksum.algorithm,
          ChecksumType: checksum.checksumType,
        }),
      };
    },
    async abortMultipartUpload(input) {
      await uploads.abort(input);
      return {};
    },
  };
}

interface ChecksumPlan {
  readonly algorithm: Algorithm;
  readonly checksumType: sdk.ChecksumType;
  readonly chosen: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
function checksumPlan(wanted: string | undefined, type: sdk.ChecksumType | undefined): ChecksumPlan {
  if (wanted === undefined) {
    if (type !== undefined) {
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return { algorithm: 'CRC64NVME', checksumType: 'FULL_OBJECT', chosen: false };
  }
  const algorithm = wanted.toUpperCase();
  if (!isAlgorithm(algorithm)) throw invalidRequest('Checksum algorithm provided is unsupported.');
  const checksumType = type ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const impossible = checksumType === 'COMPOSITE' ? algorithm === 'CRC64NVME' : !isCombinable(algorithm);
  if (impossible) {
    throw invalidRequest(
      `The ${checksumType} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, checksumType, chosen: true };
}
