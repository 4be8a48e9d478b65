import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InitializeMiddleware, MiddlewareStack } from '@smithy/types';
import { allClients, type Clients } from '../../src/clients.ts';
import { type EmbeddedAwsOptions, startEmbeddedAws } from '../../src/local/embedded-aws.ts';
import { isRead } from '../../src/provision/engine/abortable.ts';
import type { Target } from '../../src/target/target.ts';

/** An AWS to test against, and what was written to it. */
export interface TestAws {
  readonly target: Target;
  readonly clients: Clients;
  /** The commands sent so far that are no mere reads, in order; tests may empty it. */
  readonly writes: string[];
  close(): Promise<void>;
}

/** An embedded AWS of the test's own, in a folder that `close` removes. */
export async function startAws(options: Partial<EmbeddedAwsOptions> = {}): Promise<TestAws> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-aws-'));
  const faults: unknown[] = [];
  const embedded = await startEmbeddedAws({
    dataDir: folder,
    port: 0,
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  const target: Target = {
    label: 'embedded',
    region: 'us-east-1',
    accountId: '000000000000',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    endpoint: embedded.endpoint,
    credentials: async () => embedded.credentials,
  };
  return await connect(target, async () => {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
    if (faults.length > 0) throw new AggregateError(faults, 'the embedded AWS is at fault');
  });
}

/** Clients for a target, which note what they write. */
export async function connect(target: Target, stop: () => Promise<void>): Promise<TestAws> {
  const clients = await allClients(target);
  const writes: string[] = [];
  noteWrites(clients.s3.middlewareStack, writes);
  noteWrites(clients.lambda.middlewareStack, writes);
  noteWrites(clients.iam.middlewareStack, writes);
  noteWrites(clients.dynamodb.middlewareStack, writes);
  noteWrites(clients.apigateway.middlewareStack, writes);
  noteWrites(clients.cloudwatch.middlewareStack, writes);
  noteWrites(clients.logs.middlewareStack, writes);
  noteWrites(clients.sns.middlewareStack, writes);
  noteWrites(clients.sqs.middlewareStack, writes);
  noteWrites(clients.tagging.middlewareStack, writes);
  return {
    target,
    clients,
    writes,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await stop();
    },
  };
}

function noteWrites<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  writes: string[],
): void {
  const note: InitializeMiddleware<Input, Output> = (next, context) => async (call) => {
    const command = String(context['commandName']);
    if (!isRead(command)) writes.push(command);
    return await next(call);
  };
  stack.add(note, { step: 'initialize', name: 'noteWrites' });
}
