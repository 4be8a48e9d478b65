import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { getRow } from '../catalog/get-row.ts';
import type { Clients } from '../clients.ts';
import { ENCODED, nameIn } from '../provision/bucket-contents.ts';
import type { Place } from './look.ts';

/** Enough to notice a bucket that was filled before its pipeline was there, and next to nothing to ask for. */
const FIRST_NAMES = 10;

/** Whether one of the first files in the bucket has no row; one that has just come may have none yet. */
export async function hasUnknownFiles(
  { s3, dynamodb }: Pick<Clients, 's3' | 'dynamodb'>,
  { bucket, table }: Place,
  signal: AbortSignal,
): Promise<boolean> {
  const list = new ListObjectsV2Command({ Bucket: bucket, MaxKeys: FIRST_NAMES, ...ENCODED });
  const page = await s3.send(list, { abortSignal: signal });
  const keys = (page.Contents ?? []).map(({ Key }) => nameIn(page, Key) ?? '');
  const rows = await Promise.all(keys.map((key) => getRow(dynamodb, table, key, signal)));
  return rows.some((row) => row === undefined);
}
