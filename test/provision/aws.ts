import type { InitializeMiddleware, MiddlewareStack } from '@smithy/types';
import { allClients, type Clients } from '../../src/clients.ts';
import type { Target } from '../../src/target.ts';
import { startMoto } from '../conformance/moto.ts';

/** An AWS to test against, and what was written to it. */
export interface TestAws {
  readonly target: Target;
  readonly clients: Clients;
  /** The commands sent so far that are no mere reads, in order; tests may empty it. */
  readonly writes: string[];
  close(): Promise<void>;
}

/** The AWS that the tests of provisioning run against. Undefined where it is not installed. */
export async function startAws(): Promise<TestAws | undefined> {
  const moto = await startMoto();
  return moto === undefined ? undefined : await connect(moto.target, moto.stop);
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
    if (!/^(Get|List|Describe|Head|Scan)/.test(command)) writes.push(command);
    return await next(call);
  };
  stack.add(note, { step: 'initialize', name: 'noteWrites' });
}
