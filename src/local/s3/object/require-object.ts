import { AwsError } from '../../aws-error.ts';
import { noSuchKey, noSuchVersion } from '../errors.ts';
import type { DeleteMarker, StoredObject } from './version.ts';
import type { VersionTable } from './version-table.ts';

/** The object that a request means; fails as a GET does when it is not there, or is a delete marker. */
export async function requireObject(
  versions: VersionTable,
  bucket: string,
  { Key, VersionId }: { readonly Key: string; readonly VersionId?: string | undefined },
): Promise<StoredObject> {
  if (VersionId === undefined) {
    const current = await versions.current(bucket, Key);
    if (current?.kind === 'object') return current;
    throw noSuchKey(Key, current && markerHeaders(current));
  }
  const version = await versions.find(bucket, Key, VersionId);
  if (version === undefined) throw noSuchVersion(Key, VersionId);
  if (version.kind === 'object') return version;
  throw markerNotAllowed(version);
}

function markerHeaders({ versionId = 'null' }: DeleteMarker): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId };
}

function markerNotAllowed(marker: DeleteMarker): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    fields: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: { ...markerHeaders(marker), allow: 'DELETE' },
  });
}
