import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of filepipe's own package.json, from the sources as from the bundle. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** filepipe's version, as in its package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('filepipe is not where its package.json is');
  return findRoot(parent);
}
