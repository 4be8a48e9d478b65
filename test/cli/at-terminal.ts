import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { packageRoot } from '../../src/package-root.ts';
import { somebody } from './filepipe.ts';

/** Whether there is the `script` of util-linux, which gives a program a terminal of its own. */
export const hasTerminals = /util-linux/.test(spawnSync('script', ['--version']).stdout?.toString() ?? '');

interface Sitting {
  readonly columns?: number;
  /** Keys that are pressed once the screen has shown a text. */
  readonly typed: { readonly after: string; readonly keys: string };
}

/** Runs the program at a terminal: how it ended, and all that has been on the screen, without colours and the like. */
export async function atTerminal(
  { home, env }: { readonly home: string; readonly env: Readonly<Record<string, string>> },
  args: readonly string[],
  { columns = 80, typed }: Sitting,
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const program = [process.execPath, join(packageRoot, 'bin', 'filepipe'), ...args];
  const command = `stty cols ${columns} rows 24; exec ${program.map((word) => `'${word}'`).join(' ')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: home,
    env: { ...env, SHELL: '/bin/sh', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...somebody,
  });
  // As it is when somebody types at a program that has ended.
  child.stdin.on('error', () => undefined);
  let shown = '';
  child.stdout.on('data', (piece: Buffer) => {
    const before = shown.includes(typed.after);
    shown += piece.toString();
    if (!before && shown.includes(typed.after)) child.stdin.write(typed.keys);
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [screen, code] = await Promise.all([text(child.stdout), ended]);
  return { code, screen: stripVTControlCharacters(screen).replaceAll('\r', '') };
}
