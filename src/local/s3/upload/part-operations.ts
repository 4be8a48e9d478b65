import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Clock } from '../../clock.ts';
import type { Operations } from '../../service.ts';
import type { BlobStore } from '../blobs.ts';
import type { Algorithm } from '../checksum/algorithm.ts';
import { checksumMembers } from '../checksum/members.ts';
import { accessDenied, invalidArgument, invalidRequest } from '../errors.ts';
import { openSource } from '../object/copy-operations.ts';
import { encryptionMembers, quoted } from '../object/output.ts';
import { claimsOf, type Received, receive, store } from '../object/receive.ts';
import type { ObjectStore } from '../object/store.ts';
import type { StoredObject } from '../object/version.ts';
import { LAST_PART, type Part, type Upload } from './upload-table.ts';
import type { UploadAddress, Uploads } from './uploads.ts';

/** Parts from a request's body, or from an object that is there already. */
export function partOperations(
  uploads: Uploads,
  objects: ObjectStore,
  blobs: BlobStore,
  clock: Clock,
): Operations<typeof sdk> {
  return {
    async uploadPart(input, context) {
      checkNumber(input.PartNumber);
      if (input.SSECustomerAlgorithm !== undefined) throw accessDenied();
      const upload = await uploads.require(input);
      const claims = claimsOf(context);
      checkAlgorithm(upload, claims.algorithm);
      const received = await receive(blobs, context, claims, [upload.algorithm]);
      const part = await add(input, input.PartNumber, received);
      const algorithm = claims.algorithm ?? upload.algorithm;
      return {
        ETag: quoted(part.etag),
        ...partChecksum(part, algorithm),
        ...encryptionMembers(upload.attributes.encryption),
      };
    },
    async uploadPartCopy(input) {
      checkNumber(input.PartNumber);
      const upload = await uploads.require(input);
      const source = await openSource(objects, blobs, input, (object) =>
        copiedRange(input.CopySourceRange, object),
      );
      const received = await store(blobs, source.bytes, [upload.algorithm]).finally(() =>
        source.bytes.destroy(),
      );
      const part = await add(input, input.PartNumber, received);
      return {
        CopyPartResult: {
          ETag: quoted(part.etag),
          LastModified: new Date(part.modified),
          ...partChecksum(part, upload.algorithm),
        },
        CopySourceVersionId: source.versionId,
        ...encryptionMembers(upload.attributes.encryption),
      };
    },
  };

  async function add(address: UploadAddress, number: number, { blob, digest }: Received): Promise<Part> {
    const part = { number, blob, etag: digest.md5, modified: clock.now(), checksums: digest.checksums };
    try {
      await uploads.addPart(address, part);
      return part;
    } catch (error) {
      blobs.drop([blob]);
      throw error;
    }
  }
}

/** A part's checksum as answers carry it; parts have no type. */
export function partChecksum({ checksums }: Part, algorithm: Algorithm) {
  const value = checksums[algorithm];
  if (value === undefined) return {};
  const { ChecksumType: _, ...member } = checksumMembers({ algorithm, value, type: 'FULL_OBJECT' });
  return member;
}

function checkNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= LAST_PART) return;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${LAST_PART}, inclusive`,
    'partNumber',
    number,
  );
}

/** An upload whose algorithm was chosen takes no other, and a composite checksum needs every part's. */
function checkAlgorithm(upload: Upload, algorithm: Algorithm | undefined): void {
  if (!upload.chosen || algorithm === upload.algorithm) return;
  if (algorithm === undefined && upload.checksumType === 'FULL_OBJECT') return;
  const actual = algorithm?.toLowerCase() ?? 'null';
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${actual}`,
  );
}

function copiedRange(header: string | undefined, { size }: StoredObject) {
  if (header === undefined) return { start: 0, end: size };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (Number(last) >= size) {
    throw new AwsError(
      'InvalidRange',
      `The requested range is not valid for the source object size: ${size}`,
      { status: 416 },
    );
  }
  return { start: Number(first), end: Number(last) + 1 };
}
