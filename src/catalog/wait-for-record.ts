import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FileRecord, Tombstone } from '../../handler/record.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { waitFor } from '../wait.ts';
import { getRow } from './get-row.ts';

export interface RecordWait {
  /** What was uploaded, as S3 answered. */
  readonly uploaded: { readonly key: string; readonly etag: string; readonly versionId?: string };
  /** The file's row as it was before the upload, so that the same content sent again is not taken for the old. */
  readonly previous: FileRecord | Tombstone | undefined;
  readonly timeoutSeconds: number;
}

/**
 * Waits until the table shows the uploaded version of a file, or a later one, and returns that record.
 * Fails when the file is removed meanwhile, and when the time is over.
 */
export async function waitForRecord(
  dynamodb: DynamoDBClient,
  table: string,
  wait: RecordWait,
  control: Control,
): Promise<FileRecord> {
  const { key } = wait.uploaded;
  const uploadedTime = new Date(control.now()).toISOString();
  const options = {
    what: `the record of ${key}`,
    timeoutSeconds: wait.timeoutSeconds,
    minDelaySeconds: 0.1,
    maxDelaySeconds: 2,
    hint: 'see what the function says: filepipe logs --errors',
  };
  return waitFor(control, options, async () => {
    const row = await getRow(dynamodb, table, key, control.signal);
    if (row === undefined || row.sequencer === wait.previous?.sequencer) return undefined;
    if (row.status !== 'removed') return shows(row, wait, uploadedTime) ? row : undefined;
    if (row.removedTime < uploadedTime) return undefined;
    throw new FilepipeError(`${key} was removed before its record was seen`);
  });
}

/** A row of another version is a later one when it is younger than our upload. */
function shows(row: FileRecord, { uploaded }: RecordWait, uploadedTime: string): boolean {
  const same =
    uploaded.versionId === undefined ? row.etag === uploaded.etag : row.versionId === uploaded.versionId;
  return same || row.uploadTime > uploadedTime;
}
