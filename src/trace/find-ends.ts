import { getRow } from '../catalog/get-row.ts';
import { newestVersion } from '../catalog/newest-version.ts';
import type { Clients } from '../clients.ts';
import type { Names, Place } from '../provision/names.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import type { Ends } from './trace.ts';

/** What bucket and table hold under a name. */
export async function findEnds(
  aws: Pick<Clients, 's3' | 'dynamodb'>,
  { accountId }: Place,
  names: Names,
  key: string,
  signal: AbortSignal,
): Promise<Ends> {
  const bucket = ownedBucket({ name: names.bucket, accountId });
  const [object, row] = await Promise.all([
    newestVersion(aws.s3, bucket, key, signal),
    getRow(aws.dynamodb, names.table, key, signal),
  ]);
  return { key, bucket: names.bucket, object, row };
}
