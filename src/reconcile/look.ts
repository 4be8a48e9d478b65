import { HeadObjectCommand, type HeadObjectOutput, S3ServiceException } from '@aws-sdk/client-s3';
import { getRow } from '../catalog/get-row.ts';
import type { Clients } from '../clients.ts';
import { absentAs } from '../provision/engine/retry.ts';
import type { ObjectFacts, Sides } from './difference.ts';
import type { Pair } from './pair-up.ts';

/** Where an install keeps its files and their rows. */
export interface Place {
  readonly bucket: string;
  readonly table: string;
}

/**
 * Both sides of a name as they are this instant, the row read first. Of an object that S3 tells nobody about without
 * its key (SSE-C), what the listing said is all there is.
 */
export async function lookAt(
  { s3, dynamodb }: Pick<Clients, 's3' | 'dynamodb'>,
  { bucket, table }: Place,
  { key, object: listed }: Pick<Pair, 'key' | 'object'>,
  signal: AbortSignal,
): Promise<Sides> {
  const row = await getRow(dynamodb, table, key, signal);
  const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    const found = await absentAs(['NotFound', 'NoSuchKey'], s3.send(head, { abortSignal: signal }));
    return { row, object: found && factsOf(found) };
  } catch (error) {
    if (!isUntold(error)) throw error;
    return {
      row,
      object: listed && { ...listed, versionId: row?.status === 'removed' ? undefined : row?.versionId },
    };
  }
}

function factsOf({ ContentLength, ETag, LastModified, VersionId }: HeadObjectOutput): ObjectFacts {
  return {
    size: ContentLength ?? 0,
    etag: unquoted(ETag),
    lastModified: LastModified ?? new Date(0),
    versionId: VersionId,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: a HEAD has no body, only its status. */
function isUntold(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 400;
}

/** An ETag as rows have it. */
export function unquoted(etag: string | undefined): ObjectFacts['etag'] {
  return (etag ?? '').replaceAll('"', '');
}
