import type { Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  readonly path: string;
  /** Its name below where the search began, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
}

/** Why something cannot be uploaded. */
export interface Fault {
  readonly message: string;
  /** One imperative sentence. */
  readonly hint: string;
}

/**
 * The file at `path`, or the files anywhere below it, folder by folder in the order of their names. Links are
 * followed, except to a folder that one is already in. What cannot be read comes as a fault in its place.
 */
export async function* findFiles(path: string, name: string): AsyncGenerator<FoundFile | Fault> {
  let empty = true;
  for await (const found of visit(path, name, [])) {
    yield found;
    empty = false;
  }
  const hint = 'give a file, or a directory with files in it';
  if (empty) yield { message: `there are no files in ${path}`, hint };
}

async function* visit(
  path: string,
  name: string,
  ancestors: readonly string[],
): AsyncGenerator<FoundFile | Fault> {
  const stats = await attempt(path, () => stat(path));
  if ('message' in stats) yield stats;
  else if (stats.isDirectory()) yield* visitFolder(path, name, ancestors);
  else yield await fileOrFault(path, name, stats);
}

async function* visitFolder(
  path: string,
  name: string,
  ancestors: readonly string[],
): AsyncGenerator<FoundFile | Fault> {
  const folder = await attempt(path, async () => ({
    entries: await readdir(path),
    real: await realpath(path),
  }));
  if ('message' in folder) {
    yield folder;
    return;
  }
  if (ancestors.includes(folder.real)) return;
  // The root of a file system has no name of its own.
  const under = name === '' ? '' : `${name}/`;
  for (const entry of folder.entries.sort()) {
    yield* visit(join(path, entry), under + entry, [...ancestors, folder.real]);
  }
}

async function fileOrFault(path: string, name: string, stats: Stats): Promise<FoundFile | Fault> {
  if (!stats.isFile()) {
    return { message: `${path} is not a regular file`, hint: 'give files and directories only' };
  }
  const denied = await attempt(path, async () => (await open(path)).close());
  return denied ?? { path, name, bytes: stats.size };
}

async function attempt<T>(path: string, read: () => Promise<T>): Promise<T | Fault> {
  try {
    return await read();
  } catch (error) {
    return faultOf(path, await isLink(path), error as NodeJS.ErrnoException);
  }
}

function faultOf(path: string, link: boolean, { code, message }: NodeJS.ErrnoException): Fault {
  const hint = `look at it: ls -ld ${JSON.stringify(path)}`;
  if (code === 'ENOENT' && link) return { message: `${path} is a link to something that is not there`, hint };
  const spelling = 'check the spelling of the path';
  if (code === 'ENOENT') return { message: `there is no file ${path === '' ? '""' : path}`, hint: spelling };
  if (code === 'EACCES' || code === 'EPERM') return { message: `no permission to read ${path}`, hint };
  return { message: `cannot read ${path}: ${message}`, hint };
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}
