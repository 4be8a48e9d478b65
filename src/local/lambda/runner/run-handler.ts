import type { Context } from './context.ts';
import { RuntimeError } from './describe-error.ts';
import type { Handler } from './load-handler.ts';
import { NO_REQUEST, type RuntimeLog } from './log.ts';
import type { RuntimeApiClient, RuntimeEvent } from './runtime-api-client.ts';

export interface Runner {
  /** Takes the handler, or refuses one that its runtime does not support. */
  use(handler: Handler): void;
  /** Resolves once the event's outcome has been posted. */
  run(event: RuntimeEvent, context: Context): Promise<void>;
}

/** Runs handlers as the runtime that `executionEnv` names does: callbacks are gone since Node.js 24. */
export function createRunner(api: RuntimeApiClient, log: RuntimeLog, executionEnv: string): Runner {
  const withCallbacks = ['AWS_Lambda_nodejs20.x', 'AWS_Lambda_nodejs22.x'].includes(executionEnv);
  const call = withCallbacks ? callWithCallback : callAsync;
  if (withCallbacks) postCrashes(api, log);
  let handler: Handler = () => undefined;

  return {
    use(loaded) {
      if (!withCallbacks && loaded.length >= 3)
        throw new RuntimeError('CallbackHandlerDeprecated', NO_CALLBACKS);
      handler = loaded;
    },
    async run(event, context) {
      try {
        const result = await call(handler, JSON.parse(event.body), context);
        await api.postResponse(event.requestId, toJson(result));
      } catch (error) {
        log.failure('Invoke Error', error);
        await api.postError(event.requestId, error);
      }
    },
  };
}

const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
  'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

async function callAsync(handler: Handler, event: unknown, context: Context): Promise<unknown> {
  return await handler(event, context);
}

/**
 * A handler that returns a promise is done when that settles; any other when it calls back and, unless
 * it says not to wait, nothing is left to do; or when nothing is left to do and it never called back.
 */
function callWithCallback(handler: Handler, event: unknown, context: Context): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, result?: unknown) =>
      error === undefined || error === null ? resolve(result) : reject(error);
    const done = (error: unknown, result?: unknown) => {
      process.removeListener('beforeExit', idle);
      settle(error, result);
    };
    const full = {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      done,
      succeed: (result: unknown) => done(undefined, result),
      fail: (error: unknown) => done(error ?? 'handled'),
    };
    const callback = (error: unknown, result?: unknown) => {
      if (!full.callbackWaitsForEmptyEventLoop) return done(error, result);
      process.removeListener('beforeExit', idle);
      process.once('beforeExit', () => settle(error, result));
    };
    const idle = () => resolve(null);
    process.once('beforeExit', idle);

    const returned = handler(event, full, callback);
    if (isThenable(returned)) returned.then((result) => done(undefined, result), full.fail);
  });
}

/** Before Node.js 24, what nobody caught still becomes the event's outcome. */
function postCrashes(api: RuntimeApiClient, log: RuntimeLog): void {
  const post = (error: unknown, exitCode: number) => {
    const posted =
      log.requestId === NO_REQUEST ? api.postInitError(error) : api.postError(log.requestId, error);
    void posted.finally(() => process.exit(exitCode));
  };
  process.on('uncaughtException', (error) => {
    log.failure('Uncaught Exception', error);
    post(error, 129);
  });
  process.on('unhandledRejection', (reason) => {
    const error = new RuntimeError('UnhandledPromiseRejection', String(reason));
    log.failure('Unhandled Promise Rejection', Object.assign(error, { reason }));
    post(error, 128);
  });
}

function toJson(result: unknown): string {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
