import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every regular file under a path, in the order of names; links are not followed. */
export function filesUnder(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
