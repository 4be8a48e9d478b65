import { createContext } from './context.ts';
import { loadHandler } from './load-handler.ts';
import { patchConsole } from './log.ts';
import { createRunner } from './run-handler.ts';
import { endWith, openRuntimeApi } from './runtime-api-client.ts';

/**
 * The program inside an execution environment: loads the function's handler, then asks for one event
 * after the other and posts what becomes of each, as AWS's own Node.js runtime does. It ends when the
 * other side of the Runtime API is gone.
 */
const env = process.env;
const address = env['AWS_LAMBDA_RUNTIME_API'] ?? '';
const api = openRuntimeApi(address);
endWith(address);
const log = patchConsole(env);
const runner = createRunner(api, log, env['AWS_EXECUTION_ENV'] ?? '');

try {
  const handler = await loadHandler(env['LAMBDA_TASK_ROOT'] ?? '', env['_HANDLER'] ?? '');
  runner.use(handler);
} catch (error) {
  log.failure('Init Error', error);
  await api.postInitError(error);
  process.exit(129);
}

for (;;) {
  const event = await api.next().catch(() => process.exit(0));
  log.requestId = event.requestId;
  if (event.traceId !== undefined) env['_X_AMZN_TRACE_ID'] = event.traceId;
  await runner.run(event, createContext(event, env)).catch(() => process.exit(1));
}
