import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';

/** How a run of the program ended, and what it said. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Sent once stderr has shown this text. */
  readonly interruptAfter?: string;
  /** SIGINT unless told otherwise. */
  readonly interruptBy?: 'SIGINT' | 'SIGKILL';
  /** Given the running program. */
  readonly started?: (child: ChildProcess) => void;
  /** Stop reading stdout at once, as `| head -0` does. */
  readonly closeStdout?: boolean;
  /** What comes through stdin; nothing otherwise. */
  readonly input?: string | Buffer;
  /** Options for Node itself. */
  readonly node?: readonly string[];
}

/** A user's own little world: a home and a working directory that vanish with the test, and the built program. */
export async function newUser() {
  const home = await mkdtemp(join(tmpdir(), 'filepipe-cli-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return await userAt(home);
}

/** The same for a home that the caller has made, and removes. */
export async function userAt(home: string) {
  if (somebody !== undefined) await chown(home, somebody.uid, somebody.gid);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: 'UTC',
  };
  return {
    home,
    env,
    filepipe: (args: readonly string[], options: Options = {}) =>
      run(args, home, { ...env, ...options.env }, options),
  };
}

/** The superuser may read everything, so the program is run as somebody who may not. */
export const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Keys that any endpoint but AWS takes. */
export const anyKeys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };

async function run(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  { interruptAfter, interruptBy = 'SIGINT', started, closeStdout, input, node = [] }: Options,
): Promise<Run> {
  const program = join(packageRoot, 'bin', 'filepipe');
  const child = spawn(process.execPath, [...node, program, ...args], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...somebody,
  });
  // A program that ends before it has read everything is no fault of the test's.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  started?.(child);
  if (closeStdout) child.stdout.destroy();
  if (interruptAfter !== undefined) {
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      const before = said.includes(interruptAfter);
      said += piece.toString();
      if (!before && said.includes(interruptAfter)) child.kill(interruptBy);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([
    closeStdout ? '' : text(child.stdout),
    buffer(child.stderr).then(String),
    ended,
  ]);
  return { code, stdout, stderr };
}
