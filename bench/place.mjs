import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export const program = join(root, 'bin/filepipe');
const daemon = join(root, 'dist/local-aws.js');

/** Runs `use` in a new folder, with an environment that has its home there; removes it afterwards. */
export async function inFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-bench-'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    NO_COLOR: '1',
  };
  try {
    return await use(folder, env);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An embedded AWS in its own process on a free port: how long it took to be ready, and how to reach it. */
export async function startDaemon(dataDir) {
  const started = performance.now();
  const child = spawn(process.execPath, [daemon, '--data-dir', dataDir, '--port', '0'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = await once(child, 'message');
  if (!message.ready) throw new Error(message.message);
  const milliseconds = performance.now() - started;
  const endpoint = JSON.parse(await readFile(join(dataDir, 'endpoint.json'), 'utf8'));
  return {
    milliseconds,
    pid: child.pid,
    client: {
      region: endpoint.region,
      endpoint: endpoint.endpoint,
      credentials: { accessKeyId: endpoint.accessKeyId, secretAccessKey: endpoint.secretAccessKey },
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Resident memory of a process in MiB. */
export async function residentMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}
