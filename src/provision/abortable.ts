import type { MiddlewareStack } from '@smithy/types';
import type { Clients } from '../clients.ts';

/**
 * The same clients, which from now on end every call early with the signal's reason once it is aborted,
 * and start none after that.
 */
export function abortable(clients: Clients, signal: AbortSignal): Clients {
  guard(clients.s3.middlewareStack, signal);
  guard(clients.lambda.middlewareStack, signal);
  guard(clients.iam.middlewareStack, signal);
  guard(clients.dynamodb.middlewareStack, signal);
  guard(clients.apigateway.middlewareStack, signal);
  guard(clients.cloudwatch.middlewareStack, signal);
  guard(clients.logs.middlewareStack, signal);
  guard(clients.sns.middlewareStack, signal);
  guard(clients.sqs.middlewareStack, signal);
  return clients;
}

function guard<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  signal: AbortSignal,
): void {
  stack.add((next) => async (call) => await unlessAborted(signal, () => next(call)), {
    step: 'initialize',
    name: 'abortable',
    override: true,
  });
}

async function unlessAborted<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
