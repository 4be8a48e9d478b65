import { paginateScan } from '@aws-sdk/client-dynamodb';
import { TTL_ATTRIBUTE } from '../../handler/record.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { type OwnedBucket, uploadPages, versionPages } from './bucket-contents.ts';
import { absentAs } from './engine/retry.ts';

/** The user's data in an install. Counting ends early where there is much: then there is at least that much. */
export interface DataAtStake {
  /** Current versions: what a listing of the bucket shows. */
  readonly objects: number;
  /** All of them, without delete markers. */
  readonly versions: number;
  readonly deleteMarkers: number;
  /** Begun in parts and never finished. */
  readonly uploads: number;
  /** Of all versions. */
  readonly bytes: number;
  /** In the table; what it remembers of removed files does not count. */
  readonly records: number;
  /** False: there is more in the bucket than was counted. */
  readonly bucketCounted: boolean;
  readonly tableCounted: boolean;
}

/** What there is to count; undefined for what is not the install's own. */
export interface DataHolders {
  readonly bucket: OwnedBucket | undefined;
  readonly table: string | undefined;
}

type Aws = Pick<Clients, 's3' | 'dynamodb'>;

/** The data that deleting these would lose. The first page of each is counted, however short the time. */
export async function dataAtStake(
  aws: Aws,
  holders: DataHolders,
  countingSeconds: number,
  control: Control,
): Promise<DataAtStake> {
  const { bucket, table } = holders;
  const ends = control.now() + countingSeconds * 1000;
  const isLate = () => control.now() >= ends;
  const [contents, uploads, rows] = await Promise.all([
    bucket === undefined ? nothing : countVersions(aws, bucket, isLate),
    bucket === undefined ? { uploads: 0, all: true } : countUploads(aws, bucket, isLate),
    table === undefined ? { records: 0, all: true } : countRecords(aws, table, isLate),
  ]);
  const { all, ...versions } = contents;
  return {
    ...versions,
    uploads: uploads.uploads,
    records: rows.records,
    bucketCounted: all && uploads.all,
    tableCounted: rows.all,
  };
}

/** Whether there is anything that would be missed. Unfinished uploads would not. */
export function isAnythingAtStake({ versions, deleteMarkers, records }: DataAtStake): boolean {
  return versions + deleteMarkers + records > 0;
}

const nothing = { objects: 0, versions: 0, deleteMarkers: 0, bytes: 0, all: true };

async function countVersions(aws: Aws, bucket: OwnedBucket, isLate: () => boolean) {
  const counted = { ...nothing };
  for await (const { items, more } of versionPages(aws, bucket)) {
    counted.all = !more;
    for (const { marker, latest, bytes } of items) {
      if (marker) counted.deleteMarkers += 1;
      else counted.versions += 1;
      if (latest && !marker) counted.objects += 1;
      counted.bytes += bytes;
    }
    if (isLate()) break;
  }
  return counted;
}

async function countUploads(aws: Aws, bucket: OwnedBucket, isLate: () => boolean) {
  const counted = { uploads: 0, all: true };
  for await (const { items, more } of uploadPages(aws, bucket)) {
    counted.uploads += items.length;
    counted.all = !more;
    if (isLate()) break;
  }
  return counted;
}

/** None while the table is being made: it takes no reads yet. */
async function countRecords(aws: Aws, table: string, isLate: () => boolean) {
  const counted = await absentAs(['ResourceNotFoundException'], scanRecords(aws, table, isLate));
  return counted ?? { records: 0, all: true };
}

async function scanRecords({ dynamodb }: Aws, table: string, isLate: () => boolean) {
  const counted = { records: 0, all: true };
  const scan = {
    TableName: table,
    Select: 'COUNT' as const,
    FilterExpression: 'attribute_not_exists(#ttl)',
    ExpressionAttributeNames: { '#ttl': TTL_ATTRIBUTE },
  };
  for await (const { Count = 0, LastEvaluatedKey } of paginateScan({ client: dynamodb }, scan)) {
    counted.records += Count;
    counted.all = LastEvaluatedKey === undefined;
    if (isLate()) break;
  }
  return counted;
}
