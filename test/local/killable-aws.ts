import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { AccessKey } from '../../src/local/credentials.ts';
import { packageRoot } from '../../src/package-root.ts';

/** An embedded AWS in a process of its own. */
export interface KillableAws {
  /** What any SDK client needs to talk to it. */
  clientOptions(): { region: string; endpoint: string; credentials: AccessKey; maxAttempts: number };
  /** Kills it without warning. */
  kill(): Promise<void>;
  /** Starts it again on what it has left behind. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function killableAws(): Promise<KillableAws> {
  // Inside the package, so that it finds its dependencies.
  await mkdir(join(packageRoot, 'node_modules/.cache'), { recursive: true });
  const program = await mkdtemp(join(packageRoot, 'node_modules/.cache/filepipe-test-'));
  const dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
  await bundle(program);
  let child: ChildProcess;
  let started: { readonly endpoint: string; readonly credentials: AccessKey };

  async function start(): Promise<void> {
    child = fork(join(program, 'main.mjs'), [dataDir]);
    [started] = await once(child, 'message');
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  await start();
  return {
    clientOptions: () => ({ region: 'us-east-1', maxAttempts: 1, ...started }),
    kill,
    start,
    async close() {
      await kill();
      await rm(program, { recursive: true });
      await rm(dataDir, { recursive: true });
    },
  };
}

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: { aws: join(packageRoot, 'src/local/embedded-aws.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'main.mjs'), main);
}

const main = `
  import { startEmbeddedAws } from './aws.mjs';
  const { endpoint, credentials } = await startEmbeddedAws({ dataDir: process.argv[2], port: 0 });
  process.send({ endpoint, credentials });
`;
