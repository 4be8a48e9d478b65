import type { HandlerExecutionContext, MiddlewareStack } from '@smithy/types';
import type { Clients } from '../../clients.ts';

/**
 * The same clients, which start no call and no new attempt once the signal is aborted: they fail with its
 * reason. A read under way fails at once; a write under way is waited for, since nobody would know otherwise
 * whether AWS has carried it out.
 */
export function abortable(clients: Clients, signal: AbortSignal): Clients {
  const stop = stopper(signal);
  guard(clients.s3.middlewareStack, stop);
  guard(clients.lambda.middlewareStack, stop);
  guard(clients.iam.middlewareStack, stop);
  guard(clients.dynamodb.middlewareStack, stop);
  guard(clients.apigateway.middlewareStack, stop);
  guard(clients.cloudwatch.middlewareStack, stop);
  guard(clients.logs.middlewareStack, stop);
  guard(clients.sns.middlewareStack, stop);
  guard(clients.sqs.middlewareStack, stop);
  guard(clients.tagging.middlewareStack, stop);
  return clients;
}

/** Whether a command of the SDK, as it names itself (`GetRoleCommand`), changes nothing. */
export function isRead(commandName: string): boolean {
  return /^(BatchGet|Describe|Filter|Get|Head|List|Query|Scan)/.test(commandName);
}

/** A call from its start to its end, all attempts and the pauses between them included. */
interface Call {
  readonly isRead: boolean;
  /** An attempt is on its way. */
  sending: boolean;
  readonly stop: (reason: unknown) => void;
}

/** One listener for all calls: Node warns about more than ten. */
interface Stopper {
  readonly signal: AbortSignal;
  readonly calls: Set<Call>;
}

function stopper(signal: AbortSignal): Stopper {
  const calls = new Set<Call>();
  signal.addEventListener('abort', () => {
    for (const call of calls) if (call.isRead || !call.sending) call.stop(signal.reason);
  });
  return { signal, calls };
}

function guard<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  { signal, calls }: Stopper,
): void {
  const byContext = new WeakMap<HandlerExecutionContext, Call>();
  stack.add(
    (next, context) => async (args) => {
      signal.throwIfAborted();
      const { promise: stopped, reject: stop } = withRejecter();
      const call: Call = { isRead: isRead(String(context['commandName'])), sending: false, stop };
      byContext.set(context, call);
      calls.add(call);
      try {
        return await Promise.race([next(args), stopped]);
      } finally {
        calls.delete(call);
      }
    },
    { step: 'initialize', name: 'abortable', override: true },
  );
  // Inside the SDK's retries.
  stack.add(
    (next, context) => async (args) => {
      signal.throwIfAborted();
      const call = byContext.get(context);
      if (call !== undefined) call.sending = true;
      try {
        return await next(args);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        if (call !== undefined) call.sending = false;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'abortableAttempt', override: true },
  );
}

function withRejecter(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_resolve, rejectIt) => {
    reject = rejectIt;
  });
  return { promise, reject };
}
