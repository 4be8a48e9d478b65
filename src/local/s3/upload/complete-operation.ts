import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { checksumMembers, memberOf } from '../checksum/members.ts';
import { invalidRequest } from '../errors.ts';
import { writeCondition } from '../object/conditions.ts';
import { encryptionMembers, quoted, versionMember } from '../object/output.ts';
import type { Composition, ObjectStore } from '../object/store.ts';
import type { Checksum } from '../object/version.ts';
import { checksumOf, chooseParts, etagOf } from './assemble.ts';
import type { Part, Upload, UploadTable } from './upload-table.ts';
import type { UploadAddress, Uploads } from './uploads.ts';

export interface CompleteParts {
  readonly uploads: Uploads;
  readonly table: UploadTable;
  readonly objects: ObjectStore;
  readonly buckets: Buckets;
  readonly endpoint: () => string;
}

/** CompleteMultipartUpload: the parts' files become the object's as they are, so nothing is copied. */
export function completeOperation(parts: CompleteParts): Operations<typeof sdk> {
  const { uploads, table, objects, buckets } = parts;
  return {
    async completeMultipartUpload(input, context) {
      const bucket = buckets.require(input);
      const object = await objects.put(input, () => compose(input), {
        event: 'ObjectCreated:CompleteMultipartUpload',
        by: context,
        condition: writeCondition(input),
      });
      return {
        Location: `${parts.endpoint()}/${bucket.name}/${encodeURIComponent(input.Key)}`,
        Bucket: bucket.name,
        Key: input.Key,
        ETag: quoted(object.etag),
        ...checksumMembers(object.checksum),
        ...encryptionMembers(object.encryption),
        ...versionMember(object, bucket),
      };
    },
  };

  async function compose(input: sdk.CompleteMultipartUploadRequest & UploadAddress): Promise<Composition> {
    const upload = await uploads.require(input);
    const stored = await uploads.partsOf(upload);
    const chosen = chooseParts(upload, stored, input.MultipartUpload?.Parts ?? []);
    const blobs = chosen.map(({ blob }) => blob);
    const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
    const checksum = await checksumOf(upload, chosen);
    checkClaims(input, upload, checksum, size);
    const { attributes, tags } = upload;
    return {
      draft: {
        ...attributes,
        tags,
        size,
        etag: etagOf(chosen),
        blobs,
        ...checksums(upload, checksum, chosen),
      },
      changes: table.deleting(input.Bucket, upload, stored),
      dropped: stored.filter((part) => !chosen.includes(part)).map(({ blob }) => blob),
    };
  }
}

/** Parts keep checksums of their own only under a composite one. */
function checksums({ checksumType, algorithm }: Upload, checksum: Checksum, chosen: readonly Part[]) {
  if (checksumType === 'FULL_OBJECT') return { checksum };
  return { checksum, partChecksums: chosen.map((part) => part.checksums[algorithm]) };
}

function checkClaims(
  input: sdk.CompleteMultipartUploadRequest,
  upload: Upload,
  checksum: Checksum,
  size: number,
): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== upload.checksumType) {
    throw invalidRequest(
      `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  const claimed = input[memberOf(upload.algorithm)];
  if (claimed !== undefined && claimed !== checksum.value && claimed !== checksum.value.split('-')[0]) {
    throw new AwsError(
      'BadDigest',
      `The ${upload.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
      { status: 400 },
    );
  }
}
