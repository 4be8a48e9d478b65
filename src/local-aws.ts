import { once } from 'node:events';
import { join } from 'node:path';
import { FilepipeError, UsageError } from './errors.ts';
import { DEFAULT_PORT, ensureLocal, localStatus, resetLocal, stopLocal } from './local/daemon.ts';
import { defaultDataDir } from './local/data-dir.ts';
import { LocalAwsError, type LocalAwsFault } from './local/local-aws-error.ts';
import type { LocalEndpoint } from './local/local-endpoint.ts';
import { packageRoot } from './package-root.ts';

/** Which embedded AWS, and how to get at it. */
export interface LocalAws {
  readonly dataDir: string;
  /** Finds it running or starts it in the background; it outlives the command. */
  readonly ensure: (options: {
    readonly port?: number | undefined;
    /** AWS's awkward side. Not given: whatever it runs with already, else none of it. */
    readonly realism?: string | undefined;
    readonly signal: AbortSignal;
  }) => Promise<LocalEndpoint>;
  /** Runs it in this process until the signal is aborted; `ready` is told where it answers. */
  readonly serve: (options: {
    readonly port?: number | undefined;
    readonly realism?: string | undefined;
    readonly signal: AbortSignal;
    readonly ready: (endpoint: LocalEndpoint) => Promise<void>;
    readonly onFault: (error: unknown) => void;
  }) => Promise<void>;
  /** Undefined when it does not run. */
  readonly status: () => Promise<LocalEndpoint | undefined>;
  /** Like `status`, but that it does not run is an error. */
  readonly running: () => Promise<LocalEndpoint>;
  /** False when it was not running. Its data stays. */
  readonly stop: () => Promise<boolean>;
  /** Stops it and deletes its data. */
  readonly reset: () => Promise<void>;
}

/** The embedded AWS of a data directory, by default the user's. All its failures are `FilepipeError`s. */
export function localAws(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string = defaultDataDir(env),
): LocalAws {
  const program = join(packageRoot, 'dist', 'local-aws.js');
  return {
    dataDir,
    ensure: ({ port, realism, signal }) =>
      explained(
        ensureLocal({
          dataDir,
          program,
          signal,
          ...(port === undefined ? {} : { port }),
          ...(realism === undefined ? {} : { realism }),
        }),
      ),
    serve: (options) => explained(serve(dataDir, options)),
    status: () => localStatus(dataDir),
    running: async () => (await localStatus(dataDir)) ?? notRunning(),
    stop: () => explained(stopLocal(dataDir)),
    reset: () => explained(resetLocal(dataDir)),
  };
}

async function serve(
  dataDir: string,
  { port = DEFAULT_PORT, realism = 'calm', signal, ready, onFault }: Parameters<LocalAws['serve']>[0],
): Promise<void> {
  const { parseRealism } = await import('./local/parse-realism.ts');
  const { runLocalAws } = await import('./local/run.ts');
  const { close, ...endpoint } = await runLocalAws(dataDir, port, parseRealism(realism), onFault);
  try {
    await ready(endpoint);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await close();
  }
}

const HINTS: Readonly<Record<LocalAwsFault, string>> = {
  PORT_TAKEN: 'choose another port: filepipe local start --port 4578',
  IN_USE: 'stop the other one: filepipe local stop, or choose another --data-dir',
  NOT_OURS: 'choose an empty folder: filepipe local start --data-dir <folder>',
  START_FAILED: 'start over with an empty one: filepipe local reset',
  STOP_FAILED: 'end that process yourself',
  BAD_REALISM: 'turn all of it on: filepipe local start --realism strict',
  OTHER_REALISM: 'stop it first: filepipe local stop',
};

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof LocalAwsError)) throw error;
    const details = { hint: HINTS[error.fault] };
    if (error.fault === 'BAD_REALISM') throw new UsageError(error.message, details);
    throw new FilepipeError(error.message, details);
  }
}

function notRunning(): never {
  throw new FilepipeError('the embedded AWS is not running', { hint: 'start it: filepipe local start' });
}
