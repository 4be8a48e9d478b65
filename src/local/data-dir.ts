import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LocalAwsError } from './local-aws-error.ts';

/** Where the embedded AWS lives unless told otherwise: under the user's data directory. */
export function defaultDataDir(
  env: NodeJS.ProcessEnv,
  platform = process.platform,
  home = homedir(),
): string {
  if (env['XDG_DATA_HOME']) return join(env['XDG_DATA_HOME'], 'filepipe', 'local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'filepipe', 'local');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'filepipe', 'local');
  return join(home, '.local', 'share', 'filepipe', 'local');
}

/** Makes the folder ours; `NOT_OURS` when it holds anything that we did not put there. */
export async function claimDataDir(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' || error.code === 'ENOTDIR'
      ? new LocalAwsError('NOT_OURS', `${folder} is not a folder`)
      : error;
  });
  const names = await readdir(folder);
  if (names.includes(MARKER)) return;
  if (names.length > 0) throw notOurs(folder);
  await writeFile(join(folder, MARKER), 'The embedded AWS of filepipe keeps its data in this folder.\n');
}

/** Removes the folder with all that the embedded AWS kept there; absent is fine, a foreign one is `NOT_OURS`. */
export async function removeDataDir(folder: string): Promise<void> {
  const names = await readdir(folder).catch(absent);
  if (names === undefined) return;
  if (names.length > 0 && !names.includes(MARKER)) throw notOurs(folder);
  await rm(folder, { recursive: true, force: true });
}

const MARKER = '.filepipe-local';

function notOurs(folder: string): LocalAwsError {
  return new LocalAwsError('NOT_OURS', `${folder} holds files that are not the embedded AWS's`);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
