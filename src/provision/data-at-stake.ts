import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { TTL_ATTRIBUTE } from '../../handler/record.ts';
import type { Clients } from '../clients.ts';
import { versionPages } from './empty-bucket.ts';
import { namesOf, type Place } from './names.ts';
import { pipeline } from './pipeline.ts';
import { ownedBucket } from './resources/bucket-aspects.ts';
import { noCode } from './resources/code-archive.ts';
import type { Settings } from './settings.ts';

/** The user's data in an install. Counting stops at `COUNTED`: then there is at least that much. */
export interface DataAtStake {
  /** Versions and delete markers in the bucket. */
  readonly objectVersions: number;
  /** Records in the table; what it remembers of removed files does not count. */
  readonly records: number;
}

type Aws = Pick<Clients, 's3' | 'dynamodb'>;

/** Enough to know that there is data without reading all of it. */
export const COUNTED = 1000;

/** The data that deleting the install's own bucket and table would lose. */
export async function dataAtStake(aws: Clients, target: Place, settings: Settings): Promise<DataAtStake> {
  const names = namesOf(target, settings);
  const holders = pipeline(aws, target, settings, noCode).filter(({ holdsData }) => holdsData);
  const looks = await Promise.all(holders.map((step) => step.look()));
  const isOurs = (name: string) =>
    looks[holders.findIndex((step) => step.name === name)]?.presence === 'ours';
  const [objectVersions, records] = await Promise.all([
    isOurs('bucket')
      ? countVersions(aws, ownedBucket({ name: names.bucket, accountId: target.accountId }))
      : 0,
    isOurs('table') ? countRecords(aws, names.table) : 0,
  ]);
  return { objectVersions, records };
}

async function countVersions(aws: Aws, bucket: ReturnType<typeof ownedBucket>): Promise<number> {
  let count = 0;
  for await (const { Versions = [], DeleteMarkers = [] } of versionPages(aws, bucket)) {
    count += Versions.length + DeleteMarkers.length;
    if (count >= COUNTED) break;
  }
  return count;
}

async function countRecords({ dynamodb }: Aws, table: string): Promise<number> {
  let count = 0;
  let page: ScanCommandOutput | undefined;
  do {
    page = await dynamodb.send(
      new ScanCommand({
        TableName: table,
        Select: 'COUNT',
        FilterExpression: 'attribute_not_exists(#ttl)',
        ExpressionAttributeNames: { '#ttl': TTL_ATTRIBUTE },
        ExclusiveStartKey: page?.LastEvaluatedKey,
      }),
    );
    count += page.Count ?? 0;
  } while (page.LastEvaluatedKey !== undefined && count < COUNTED);
  return count;
}
