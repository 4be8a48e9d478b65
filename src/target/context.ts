import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the last `setup` talked to, so that the commands after it need no options. Losing it loses nothing. */
export interface Context {
  readonly target: 'aws' | 'local' | 'endpoint';
  readonly install: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** Of the embedded AWS, when not the default. */
  readonly dataDir?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly bucket?: string | undefined;
  readonly table?: string | undefined;
  readonly function?: string | undefined;
}

/** Where the context is kept: under `XDG_CONFIG_HOME`, else under `~/.config`. */
export function contextFile(env: Readonly<Record<string, string | undefined>>, homeDir: string): string {
  return join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'filepipe', 'context.json');
}

/** The context in the file. Undefined when there is none, and, after a warning, when it makes no sense. */
export async function readContext(file: string, warn: (line: string) => void): Promise<Context | undefined> {
  try {
    const context: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isContext(context)) return context;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code !== undefined) {
      warn(`cannot read ${file} (${code}): the target of the last setup is not known`);
      return undefined;
    }
  }
  warn(`ignoring ${file}: it is not what filepipe wrote; the next setup replaces it`);
  return undefined;
}

/** Replaces the file as a whole: a reader sees the old one or the new one. */
export async function writeContext(file: string, context: Context): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(context, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

function isContext(value: unknown): value is Context {
  if (typeof value !== 'object' || value === null) return false;
  const { target, install, ...rest } = value as Record<string, unknown>;
  return (
    ['aws', 'local', 'endpoint'].includes(String(target)) &&
    typeof install === 'string' &&
    Object.values(rest).every((field) => typeof field === 'string')
  );
}
