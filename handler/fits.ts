import type { StoredObject } from './current-object.ts';
import type { FileRecord } from './record.ts';

/** Of a row, what tells which object it is about; rows from before filepipe may lack some of it. */
export type ObjectInRow = Partial<Pick<FileRecord, 'etag' | 'size' | 'versionId' | 'uploadTime'>>;

/**
 * How much later than the time of its event an object may seem to be modified. Both are S3's, but one of them
 * is in whole seconds.
 */
export const ROUNDING_MILLISECONDS = 2000;

/**
 * Whether the row is about this very object: the same version or, where none are kept, the same bytes and not sent
 * again since, which may have changed their content type.
 */
export function fits(
  row: ObjectInRow,
  object: Pick<StoredObject, 'etag' | 'size' | 'versionId' | 'lastModified'>,
): boolean {
  const version = versionOf(row);
  return (
    version === versionOf(object) &&
    row.etag === object.etag &&
    row.size === object.size &&
    (version !== NONE || !isSentSince(row, object.lastModified))
  );
}

/** Objects from before a bucket kept versions have no version at first, and this one afterwards. */
const NONE = 'null';

function versionOf({ versionId = NONE }: { readonly versionId?: string | undefined }): string {
  return versionId;
}

function isSentSince({ uploadTime = '' }: ObjectInRow, lastModified: Date): boolean {
  return !(lastModified.getTime() - Date.parse(uploadTime) <= ROUNDING_MILLISECONDS);
}
