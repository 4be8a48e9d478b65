import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { getRow } from './get-row.ts';

/** Where a name may have been looked for. */
export interface Shelf {
  readonly bucket: string;
  readonly table: string;
}

/**
 * The name of a file that the table knows, spelled otherwise than the one that it does not know: with its accents in
 * Unicode's other form, as macOS writes or does not write them, or without what a path or an S3 URI has before the name.
 */
export async function otherSpelling(
  dynamodb: DynamoDBClient,
  { bucket, table }: Shelf,
  key: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const bare = key.replace(`s3://${bucket}/`, '').replace(/^(\.?\/)+/, '');
  const spellings = new Set([bare, bare.normalize('NFC'), bare.normalize('NFD')]);
  for (const spelling of spellings) {
    if (spelling === key || spelling === '') continue;
    const row = await getRow(dynamodb, table, spelling, signal);
    if (row !== undefined && row.status !== 'removed') return spelling;
  }
  return undefined;
}
