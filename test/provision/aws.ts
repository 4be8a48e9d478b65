import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { InitializeMiddleware, MiddlewareStack } from '@smithy/types';
import { allClients, type Clients } from '../../src/clients.ts';
import type { Target } from '../../src/target.ts';

/** An AWS to test against, forgotten by `close`. */
export interface TestAws {
  readonly target: Target;
  readonly clients: Clients;
  /** Names of the operations sent so far that change something. */
  readonly writes: string[];
  close(): Promise<void>;
}

/** Starts moto's server on a free port. Undefined where it is not installed. */
export async function startAws(): Promise<TestAws | undefined> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
  });
  const started = await Promise.race([answers(port), once(server, 'error').then(() => false)]);
  if (!started) return undefined;
  const target: Target = {
    label: 'moto',
    region: 'eu-west-1',
    accountId,
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  };
  const clients = await allClients(target);
  const writes: string[] = [];
  recordWrites(clients, writes);
  return {
    target,
    clients,
    writes,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await stop(server);
    },
  };
}

const accountId = '000000000000';

function recordWrites(clients: Clients, writes: string[]): void {
  listen(clients.s3.middlewareStack, writes);
  listen(clients.lambda.middlewareStack, writes);
  listen(clients.iam.middlewareStack, writes);
  listen(clients.dynamodb.middlewareStack, writes);
  listen(clients.apigateway.middlewareStack, writes);
  listen(clients.cloudwatch.middlewareStack, writes);
  listen(clients.logs.middlewareStack, writes);
  listen(clients.sns.middlewareStack, writes);
  listen(clients.sqs.middlewareStack, writes);
}

function listen<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  writes: string[],
): void {
  const recorder: InitializeMiddleware<Input, Output> = (next, context) => async (call) => {
    const name = String(context['commandName']);
    if (!/^(Get|List|Describe|Head|Scan)/.test(name)) writes.push(name);
    return await next(call);
  };
  stack.add(recorder, { step: 'initialize', name: 'recordWrites' });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await fetch(`http://127.0.0.1:${port}/moto-api/data.json`);
      return true;
    } catch {
      await delay(50);
    }
  }
  return false;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = once(server, 'exit');
  server.kill();
  await gone;
}
