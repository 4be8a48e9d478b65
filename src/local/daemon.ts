import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { claimDataDir, removeDataDir } from './data-dir.ts';
import { LocalAwsError, type LocalAwsFault } from './local-aws-error.ts';
import { type LocalEndpoint, lastEndpoint } from './local-endpoint.ts';
import { describeRealism, parseRealism } from './parse-realism.ts';

/** The port unless one is asked for, now or the last time. */
export const DEFAULT_PORT = 4577;

export interface EnsureOptions {
  readonly dataDir: string;
  /** Default: the port of the last time, else 4577. */
  readonly port?: number;
  /** AWS's awkward side, as `parseRealism` reads it; default calm, or whatever it runs with already. */
  readonly realism?: string;
  /** The bundled daemon: `dist/local-aws.js`. */
  readonly program: string;
  readonly signal: AbortSignal;
}

/**
 * The embedded AWS on this data directory, started in the background when it does not run yet. Fails
 * with a `LocalAwsError` saying which of the things that can be in the way is.
 */
export async function ensureLocal(options: EnsureOptions): Promise<LocalEndpoint> {
  const running = await localStatus(options.dataDir);
  const { realism } = options;
  const wanted = realism === undefined ? undefined : describeRealism(parseRealism(realism));
  if (running !== undefined) return requireRealism(running, wanted);
  try {
    await launch(options);
  } catch (error) {
    // Somebody else started it at the same moment: theirs will do.
    if (!(error instanceof LocalAwsError) || error.fault !== 'IN_USE') throw error;
  }
  return requireRealism(await untilAnswering(options), wanted);
}

/** The embedded AWS that answers for this data directory now, if one does. */
export async function localStatus(dataDir: string): Promise<LocalEndpoint | undefined> {
  const last = await lastEndpoint(dataDir);
  if (last === undefined || !isAlive(last.pid)) return undefined;
  try {
    const response = await fetch(`${last.endpoint}/_filepipe/health`, { signal: AbortSignal.timeout(2000) });
    const health = (await response.json()) as { pid?: number };
    return health.pid === last.pid ? last : undefined;
  } catch {
    return undefined;
  }
}

/** Stops it; false when it was not running. */
export async function stopLocal(dataDir: string): Promise<boolean> {
  const running = await localStatus(dataDir);
  if (running === undefined) return false;
  process.kill(running.pid, 'SIGTERM');
  if (await hasExited(running.pid, 10_000)) return true;
  process.kill(running.pid, 'SIGKILL');
  if (await hasExited(running.pid, 2000)) return true;
  throw new LocalAwsError('STOP_FAILED', `the embedded AWS (process ${running.pid}) does not end`);
}

/** Stops it and removes everything that it kept. */
export async function resetLocal(dataDir: string): Promise<void> {
  await stopLocal(dataDir);
  await removeDataDir(dataDir);
}

function requireRealism(running: LocalEndpoint, wanted: string | undefined): LocalEndpoint {
  const { realism = 'calm' } = running;
  if (wanted === undefined || realism === wanted) return running;
  throw new LocalAwsError('OTHER_REALISM', `the embedded AWS runs with realism ${realism}, not ${wanted}`);
}

async function launch({ dataDir, port, realism = 'calm', program, signal }: EnsureOptions): Promise<void> {
  await claimDataDir(dataDir);
  const last = await lastEndpoint(dataDir);
  const wanted = port ?? (last === undefined ? DEFAULT_PORT : Number(new URL(last.endpoint).port));
  const log = await open(join(dataDir, 'local.log'), 'a');
  try {
    const args = ['--data-dir', dataDir, '--port', String(wanted), '--realism', realism];
    const child = spawn(process.execPath, [program, ...args], {
      cwd: dataDir,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    await untilStarted(child, join(dataDir, 'local.log'), signal);
    child.unref();
  } finally {
    await log.close();
  }
}

async function untilStarted(child: ChildProcess, logFile: string, signal: AbortSignal): Promise<void> {
  const [word] = (await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }),
  ])) as [{ ready?: boolean; fault?: LocalAwsFault; message?: string } | number | null];
  if (typeof word === 'object' && word?.ready) return;
  if (typeof word === 'object' && word?.fault) throw new LocalAwsError(word.fault, word.message ?? '');
  throw new LocalAwsError('START_FAILED', `the embedded AWS ended as it started; ${logFile} says more`);
}

async function untilAnswering({ dataDir, signal }: EnsureOptions): Promise<LocalEndpoint> {
  for (let i = 0; i < 100; i++) {
    const running = await localStatus(dataDir);
    if (running !== undefined) return running;
    await delay(50, undefined, { signal });
  }
  throw new LocalAwsError('START_FAILED', `the embedded AWS on ${dataDir} does not answer`);
}

async function hasExited(pid: number, withinMilliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < withinMilliseconds; waited += 25) {
    if (!isAlive(pid)) return true;
    await delay(25);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
