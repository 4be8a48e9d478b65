import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { getRow } from '../catalog/get-row.ts';
import type { Clients } from '../clients.ts';
import { absentAs } from '../provision/engine/retry.ts';
import type { ObjectFacts, Sides } from './difference.ts';

/** Where an install keeps its files and their rows. */
export interface Place {
  readonly bucket: string;
  readonly table: string;
}

/** Both sides of a name as they are this instant, the row read first. */
export async function lookAt(
  { s3, dynamodb }: Pick<Clients, 's3' | 'dynamodb'>,
  { bucket, table }: Place,
  key: string,
  signal: AbortSignal,
): Promise<Sides> {
  const row = await getRow(dynamodb, table, key, signal);
  const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
  const found = await absentAs(['NotFound', 'NoSuchKey'], s3.send(head, { abortSignal: signal }));
  return {
    row,
    object: found && {
      size: found.ContentLength ?? 0,
      etag: unquoted(found.ETag),
      lastModified: found.LastModified ?? new Date(0),
      versionId: found.VersionId,
    },
  };
}

/** An ETag as rows have it. */
export function unquoted(etag: string | undefined): ObjectFacts['etag'] {
  return (etag ?? '').replaceAll('"', '');
}
