import type { MiddlewareStack } from '@smithy/types';
import type { Clients } from '../../clients.ts';

/**
 * The same clients, which from now on end every call early with the signal's reason once it is aborted,
 * and start none after that.
 */
export function abortable(clients: Clients, signal: AbortSignal): Clients {
  const race = abortRace(signal);
  guard(clients.s3.middlewareStack, race);
  guard(clients.lambda.middlewareStack, race);
  guard(clients.iam.middlewareStack, race);
  guard(clients.dynamodb.middlewareStack, race);
  guard(clients.apigateway.middlewareStack, race);
  guard(clients.cloudwatch.middlewareStack, race);
  guard(clients.logs.middlewareStack, race);
  guard(clients.sns.middlewareStack, race);
  guard(clients.sqs.middlewareStack, race);
  return clients;
}

type Race = <T>(call: () => Promise<T>) => Promise<T>;

function guard<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  race: Race,
): void {
  stack.add((next) => async (call) => await race(() => next(call)), {
    step: 'initialize',
    name: 'abortable',
    override: true,
  });
}

/** One listener for all calls: Node warns about more than ten. */
function abortRace(signal: AbortSignal): Race {
  const running = new Set<(reason: unknown) => void>();
  signal.addEventListener('abort', () => {
    for (const stop of running) stop(signal.reason);
  });
  return async (call) => {
    signal.throwIfAborted();
    let stop: (reason: unknown) => void = () => {};
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = reject;
    });
    running.add(stop);
    try {
      return await Promise.race([call(), aborted]);
    } finally {
      running.delete(stop);
    }
  };
}
