import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { readLogFrames } from './log-frames.ts';

/** The process that a function's code runs in. */
export interface RuntimeProcess {
  readonly pid: number | undefined;
  /** Resolves when it has ended, with how: `exit status 1`, `signal: killed`. */
  readonly ended: Promise<string>;
  /** Resolves once everything that it has written so far has been handed over. */
  drained(): Promise<void>;
  kill(): void;
  /** Asks it to end, and ends it when it has not after a moment. */
  stop(): Promise<void>;
}

export interface RuntimeProcessOptions {
  /** The runner's file. */
  readonly program: string;
  readonly folder: string;
  readonly memoryMegabytes: number;
  readonly env: Readonly<Record<string, string>>;
  /** Told of each entry that the function logs, and of each line that it writes, with its end. */
  readonly onLine: (line: string) => void;
}

/** Where the process finds the pipe for its log frames. */
export const LOG_DESCRIPTOR = 3;

export function startRuntimeProcess(options: RuntimeProcessOptions): RuntimeProcess {
  const child = spawn(process.execPath, [...heapFlags(options.memoryMegabytes), options.program], {
    cwd: options.folder,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  forEachLine(child.stdout, options.onLine);
  forEachLine(child.stderr, options.onLine);
  readLogFrames(child.stdio[LOG_DESCRIPTOR] as Readable, options.onLine);
  const ended = endOf(child);
  return {
    pid: child.pid,
    ended,
    async drained() {
      // What was written before now lies in the pipes; each turn of the event loop empties them.
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    },
    kill: () => child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
      await ended;
      clearTimeout(timer);
    },
  };
}

const GRACE_MILLISECONDS = 500;

/** AWS's own bootstrap divides a function's memory like this. */
function heapFlags(megabytes: number): string[] {
  return [
    `--max-old-space-size=${Math.floor(megabytes * 0.9)}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(megabytes * 0.05))}`,
  ];
}

function forEachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', (line) => onLine(`${line}\n`));
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(signal === null ? `exit status ${code}` : `signal: ${SIGNALS[signal] ?? signal}`),
    );
  });
}

/** As Go names them, which Lambda's own supervisor is written in. */
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};
