import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestAws } from './aws.ts';

interface Invocation {
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

export async function startFunction(aws: TestAws, table: string): Promise<RunningFunction> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-handler-'));
  await bundleInto(folder);
  await writeFile(join(folder, 'driver.mjs'), driver);
  const child = fork(join(folder, 'driver.mjs'), {
    env: environment(aws, table),
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
  const { parameters } = await new Promise<{ parameters: number }>((resolve) =>
    child.once('message', resolve),
  );
  let calls = 0;
  return {
    log,
    parameters,
    invoke: (event) =>
      new Promise((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        child.send({ call: calls, event });
      }),
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

/** Says when it is ready, and tells on stdout how a call ended, behind everything that the function has logged until then. */
const driver = `
import { handler } from './index.mjs';
const tell = (answer) => process.stdout.write(JSON.stringify(answer) + '\\n');
process.on('message', ({ call, event }) =>
  handler(event, { awsRequestId: 'request-' + call }).then(
    () => tell({ ended: call }),
    (error) => tell({ ended: call, error: error.message }),
  ));
process.send({ parameters: handler.length });
`;

function environment(aws: TestAws, table: string): NodeJS.ProcessEnv {
  return {
    TABLE_NAME: table,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

async function bundleInto(folder: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('../../handler/index.ts', import.meta.url))],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
