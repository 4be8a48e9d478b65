import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Target } from '../../src/target/target.ts';

export interface Invocation {
  /** The message of the error that the function ended with; undefined when it succeeded. */
  readonly error?: string;
}

/** The built function in a process of its own, with nothing but its environment to know the world by. */
export interface RunningFunction {
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Everything that it has logged so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** How many parameters the handler declares. */
  readonly parameters: number;
  readonly close: () => Promise<void>;
}

/** What the function is told of the world. */
export interface Surroundings {
  readonly target: Target;
  readonly bucket: string;
  readonly table: string;
}

/** Runs the handler of this file. */
export async function startFunction(file: string, surroundings: Surroundings): Promise<RunningFunction> {
  const child = fork(new URL('function-driver.mjs', import.meta.url), [file], {
    env: await environment(surroundings),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const log: Record<string, unknown>[] = [];
  const waiting = new Map<unknown, (invocation: Invocation) => void>();
  if (child.stdout === null) throw new Error('the function has no stdout');
  createInterface(child.stdout).on('line', (line) => {
    const { ended, ...rest } = JSON.parse(line);
    if (ended === undefined) log.push(rest);
    else waiting.get(ended)?.(rest);
  });
  const gone = once(child, 'exit');
  const fallen: Promise<never> = gone.then(([code, signal]) => {
    throw new Error(`the function has ended: ${code ?? signal}`);
  });
  // Of interest only while somebody waits for it.
  fallen.catch(() => undefined);
  const [{ parameters }] = await Promise.race([once(child, 'message'), fallen]);
  let calls = 0;
  return {
    log,
    parameters,
    invoke(event) {
      calls += 1;
      const call = calls;
      const ended = new Promise<Invocation>((resolve) => waiting.set(call, resolve));
      child.send({ call, event });
      return Promise.race([ended, fallen]);
    },
    close: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

async function environment({ target, bucket, table }: Surroundings): Promise<NodeJS.ProcessEnv> {
  const { accessKeyId, secretAccessKey } = await target.credentials();
  return {
    BUCKET_NAME: bucket,
    TABLE_NAME: table,
    AWS_REGION: target.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: target.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
