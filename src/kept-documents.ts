import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptDocument } from './control.ts';
import type { Surroundings } from './surroundings.ts';

/** Documents of AWS's as they were before filepipe replaced them, in files of the user's. */
export interface KeptDocuments {
  /** Writes one more; when that fails it is told, and nothing else comes of it. */
  readonly keep: (document: KeptDocument) => Promise<void>;
  /** When documents of this kind were kept, as their names say, newest first. */
  readonly times: (kind: KeptDocument['kind'], of: string) => Promise<readonly string[]>;
  /** What was kept at one of these times. */
  readonly read: (kind: KeptDocument['kind'], of: string, time: string) => Promise<object>;
}

/** Under `XDG_STATE_HOME`, else `~/.local/state`, by account and thing: `…/kept/<account>/<bucket>/triggers-<time>.json`. */
export function keptDocuments(
  { env, homeDir, terminal, control }: Pick<Surroundings, 'env' | 'homeDir' | 'terminal' | 'control'>,
  accountId: string,
): KeptDocuments {
  const root = env['XDG_STATE_HOME'] || join(homeDir, '.local', 'state');
  const folderOf = (of: string) => join(root, 'filepipe', 'kept', accountId, of);
  const fileOf = (kind: string, of: string, time: string) => join(folderOf(of), `${kind}-${time}.json`);
  return {
    async keep({ kind, of, content }) {
      const time = new Date(control.now()).toISOString().replaceAll(':', '-');
      try {
        await mkdir(folderOf(of), { recursive: true });
        await writeFile(fileOf(kind, of, time), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      } catch (error) {
        terminal.tell(`cannot keep how the ${kind} of ${of} were: ${(error as Error).message}`);
      }
    },
    async times(kind, of) {
      const names = await readdir(folderOf(of)).catch(() => []);
      const own = names.filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.json'));
      return own
        .map((name) => name.slice(kind.length + 1, -'.json'.length))
        .toSorted()
        .toReversed();
    },
    read: async (kind, of, time) => JSON.parse(await readFile(fileOf(kind, of, time), 'utf8')) as object,
  };
}
