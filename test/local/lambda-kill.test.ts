import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import {
  createFunction,
  createRole,
  type LambdaClients,
  lambdaClients,
  logMessages,
} from './lambda-fixture.ts';

describe('when the embedded AWS is killed', () => {
  let program: string;
  let dataDir: string;
  let aws: ChildProcess;

  beforeAll(async () => {
    // Inside the package, so that it finds the runner and its dependencies.
    await mkdir(join(packageRoot, 'node_modules/.cache'), { recursive: true });
    program = await mkdtemp(join(packageRoot, 'node_modules/.cache/filepipe-test-'));
    dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    await bundle(program);
  });

  afterAll(async () => {
    aws.kill('SIGKILL');
    await rm(program, { recursive: true });
    await rm(dataDir, { recursive: true });
  });

  it('an accepted event is run by the next one, and no process is left behind', async () => {
    let clients = await start();
    await createRole(clients);
    await new SQSClient(clients.client).send(new CreateQueueCommand({ QueueName: 'done' }));
    const source = `import { existsSync, writeFileSync } from 'node:fs';
      export const handler = async () => {
        if (existsSync('began')) return 'again';
        writeFileSync('began', '');
        console.log('pid', process.pid);
        await new Promise((done) => setTimeout(done, 600_000));
      };`;
    await createFunction(clients, 'killed', source);
    await clients.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'killed',
        DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:done' } },
      }),
    );
    await clients.lambda.send(new InvokeCommand({ FunctionName: 'killed', InvocationType: 'Event' }));
    const pid = await vi.waitFor(async () => {
      const [line = ''] = (await logMessages(clients, 'killed')).filter((message) => message.includes('pid'));
      return Number(/pid (\d+)/.exec(line)?.[1] ?? expect.fail('not running yet'));
    });

    aws.kill('SIGKILL');
    await once(aws, 'exit');
    clients = await start();

    const QueueUrl = `${clients.client.endpoint}/000000000000/done`;
    const sqs = new SQSClient(clients.client);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ responsePayload: 'again' });
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
  });

  async function start(): Promise<LambdaClients> {
    aws = fork(join(program, 'main.mjs'), [dataDir]);
    const [started] = await once(aws, 'message');
    return lambdaClients(started);
  }
});

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
