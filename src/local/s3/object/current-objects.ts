import type { Position } from '../ordered-key.ts';
import type { StoredObject } from './version.ts';
import type { VersionTable } from './version-table.ts';

/** The newest version of each key that is not deleted, in order of keys. */
export async function* currentObjects(
  versions: VersionTable,
  bucket: string,
  start: Position,
): AsyncIterable<StoredObject> {
  let position: Position | undefined = start;
  while (position !== undefined) position = yield* untilManyVersions(versions, bucket, position);
}

/** So many old versions in a row are read past; more are jumped over. */
const MANY_VERSIONS = 16;

async function* untilManyVersions(
  versions: VersionTable,
  bucket: string,
  start: Position,
): AsyncGenerator<StoredObject, Position | undefined> {
  let key: string | undefined;
  let older = 0;
  for await (const version of versions.from(bucket, start)) {
    if (version.key === key) {
      older += 1;
      if (older === MANY_VERSIONS) return { at: 'after-name', name: key };
      continue;
    }
    key = version.key;
    older = 0;
    if (version.kind === 'object') yield version;
  }
  return undefined;
}
