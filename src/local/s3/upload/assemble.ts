import { createHash } from 'node:crypto';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import { hasherOf } from '../checksum/algorithm.ts';
import { combineCrcs, isCombinable } from '../checksum/crc-combine.ts';
import { memberOf } from '../checksum/members.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { Checksum } from '../object/version.ts';
import type { Part, Upload } from './upload-table.ts';

/** All parts but the last have at least this size. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/** The stored parts that a list names, in its order; refused as S3 does when the list is not right. */
export function chooseParts(
  upload: Upload,
  stored: readonly Part[],
  listed: readonly CompletedPart[],
): readonly Part[] {
  if (listed.length === 0) throw malformedXml();
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  checkOrder(listed);
  const chosen = listed.map((entry) => choose(upload, byNumber.get(entry.PartNumber ?? 0), entry));
  for (const part of chosen.slice(0, -1)) if (part.blob.size < MIN_PART_BYTES) throw tooSmall(part);
  return chosen;
}

/** The MD5 of the parts' MD5s, with their number. */
export function etagOf(parts: readonly Part[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** The whole object's checksum from its parts', by the upload's algorithm. */
export async function checksumOf(
  { algorithm, checksumType: type }: Upload,
  parts: readonly Part[],
): Promise<Checksum> {
  const values = parts.map(({ checksums, blob }) => ({ value: checksums[algorithm] ?? '', size: blob.size }));
  if (type === 'FULL_OBJECT' && isCombinable(algorithm)) {
    return { algorithm, type, value: combineCrcs(algorithm, values) };
  }
  const hasher = hasherOf(algorithm);
  for (const { value } of values) hasher.update(Buffer.from(value, 'base64'));
  const digest = Buffer.from(await hasher.digest()).toString('base64');
  return { algorithm, type, value: `${digest}-${parts.length}` };
}

function checkOrder(listed: readonly CompletedPart[]): void {
  const numbers = listed.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0))) return;
  throw new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { status: 400 },
  );
}

function choose(upload: Upload, part: Part | undefined, entry: CompletedPart): Part {
  const member = memberOf(upload.algorithm);
  const given = entry[member];
  const etagFits = part !== undefined && entry.ETag?.replaceAll('"', '') === part.etag;
  if (!etagFits || (given !== undefined && given !== part.checksums[upload.algorithm])) {
    throw invalidPart(upload, entry);
  }
  if (given === undefined && upload.checksumType === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  return part;
}

function invalidPart({ uploadId }: Upload, { PartNumber, ETag }: CompletedPart): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { status: 400, fields: { UploadId: uploadId, PartNumber, ETag: ETag?.replaceAll('"', '') } },
  );
}

function tooSmall({ number, etag, blob }: Part): AwsError {
  return new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    status: 400,
    fields: { ProposedSize: blob.size, MinSizeAllowed: MIN_PART_BYTES, PartNumber: number, ETag: etag },
  });
}
