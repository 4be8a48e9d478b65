import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../../src/target/target.ts';
import { freePort } from '../free-port.ts';

/** A running moto: an AWS written by others. */
export interface Moto {
  readonly target: Target;
  stop(): Promise<void>;
}

/** Starts moto's server on a free port of the loopback. Undefined where it is not installed. */
export async function startMoto(): Promise<Moto | undefined> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACCOUNT_ID: ACCOUNT_ID, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
  });
  const missing = once(server, 'error').then(() => false);
  if (!(await Promise.race([answers(port), missing]))) return undefined;
  const endpoint = `http://127.0.0.1:${port}`;
  await withoutDocker(endpoint);
  return {
    target: {
      label: 'moto',
      region: 'eu-west-1',
      accountId: ACCOUNT_ID,
      partition: 'aws',
      dnsSuffix: 'amazonaws.com',
      endpoint,
      credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    },
    stop: () => stopProcess(server),
  };
}

/** Whether the AWS at this endpoint is moto. */
export async function isMoto(endpoint: string): Promise<boolean> {
  const answer = await fetch(`${endpoint}/moto-api/data.json`);
  await answer.body?.cancel();
  return answer.ok && (answer.headers.get('server') ?? '').startsWith('Werkzeug');
}

/** Lets a moto take functions: it runs them in Docker, or not at all. */
export async function withoutDocker(endpoint: string): Promise<void> {
  await fetch(`${endpoint}/moto-api/config`, {
    method: 'POST',
    body: JSON.stringify({ lambda: { use_docker: false } }),
  });
}

const ACCOUNT_ID = '000000000000';

/** The server says nowhere that it listens, so it is asked until it answers. */
async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 400; attempt++) {
    try {
      await fetch(`http://127.0.0.1:${port}/moto-api/data.json`);
      return true;
    } catch {
      await delay(50);
    }
  }
  return false;
}

async function stopProcess(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = once(server, 'exit');
  server.kill();
  await gone;
}
