import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-lambda';
import { packageRoot } from '../../package-root.ts';
import { createAgenda } from '../agenda.ts';
import type { PolicySources } from '../authorise.ts';
import type { SideDoor } from '../front-door.ts';
import type {
  Core,
  FunctionInvoker,
  LogSink,
  MetricSink,
  Permissions,
  QueueSink,
  RoleStore,
  TaggedResources,
  TopicPublisher,
} from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { restJson } from '../wire/rest-json.ts';
import { lambdaAccess } from './access.ts';
import { openAsyncQueue } from './async-queue.ts';
import { createCodeLinks } from './code-links.ts';
import { openCodeStore } from './code-store.ts';
import { createConcurrency } from './concurrency.ts';
import { concurrencyOperations } from './concurrency-operations.ts';
import { createDeliver } from './destinations.ts';
import { createEnvironmentPool } from './environment-pool.ts';
import { eventInvokeOperations } from './event-invoke-operations.ts';
import { startEnvironment } from './execution-environment.ts';
import { functionInvoker } from './function-invoker.ts';
import { functionMetrics } from './function-metrics.ts';
import { functionArn, parseFunctionName } from './function-name.ts';
import { functionOperations } from './function-operations.ts';
import type { FunctionRecord } from './function-record.ts';
import { openFunctionStore } from './function-store.ts';
import { invokeOperations } from './invoke-operation.ts';
import { lambdaError } from './lambda-error.ts';
import { logsOfRole } from './logs-of-role.ts';
import { policyOperations } from './policy-operations.ts';
import { policyDocument } from './resource-policy.ts';
import { createRunFunction } from './run-function.ts';
import { tagOperations } from './tags.ts';

export interface LambdaDeps {
  readonly roles: RoleStore;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly queues: QueueSink;
  readonly topics: TopicPublisher;
  readonly permissions: Permissions;
  /** The waits before an asynchronous event's second and third run. Lambda's own: 60 and 120. */
  readonly retryDelaysSeconds?: readonly [number, number] | undefined;
}

export interface Lambda {
  readonly service: Service;
  readonly invoker: FunctionInvoker;
  readonly tagged: TaggedResources;
  /** Where the code of functions is fetched. */
  readonly sideDoor: SideDoor;
  /** The policy of the function with this ARN. */
  readonly policyOf: PolicySources['ofResource'];
  /** Takes up the events that were accepted before the last end. */
  start(): void;
  /** Ends every function's process. */
  close(): Promise<void>;
}

export async function createLambda(core: Core, deps: LambdaDeps): Promise<Lambda> {
  const store = await openFunctionStore(core.storage);
  const code = await openCodeStore(
    join(core.storage.folder, 'lambda'),
    store.list().flatMap(({ code, update }) => [code, ...(update ? [update.code] : [])]),
  );
  const codeLinks = createCodeLinks(core, code);
  const metrics = functionMetrics(deps.metrics);
  const lateLines = createAgenda(core.clock);
  const pool = createEnvironmentPool({ clock: core.clock, onFault: core.onFault, start });
  const concurrency = createConcurrency(store, core.realism.accountConcurrency);
  const run = createRunFunction(core.clock, concurrency, pool, metrics);
  const deliver = createDeliver({
    ...deps,
    invokeAsync: (arn, payload) => invoker.invokeAsync(arn, payload),
  });
  const retryDelaysSeconds = deps.retryDelaysSeconds ?? [60, 120];
  const queue = await openAsyncQueue({ core, store, run, deliver, metrics, retryDelaysSeconds });
  const invoker = functionInvoker(core, store, queue);

  const service = defineService({
    name: 'lambda',
    sdk,
    protocols: { rest: restJson },
    validationCode: 'ValidationException',
    operations: {
      ...functionOperations({
        core,
        store,
        code,
        linkToCode: codeLinks.linkTo,
        roles: deps.roles,
        onDelete: pool.discard,
      }),
      ...invokeOperations(store, run, queue, core.clock),
      ...policyOperations(core, store),
      ...eventInvokeOperations(store, core.clock, deps.permissions),
      ...concurrencyOperations(store, concurrency),
      ...tagOperations(store),
    },
    access: lambdaAccess,
  });
  return {
    service,
    invoker,
    sideDoor: codeLinks.sideDoor,
    tagged: {
      list: () =>
        store.list().map(({ name, tags }) => ({ arn: functionArn(name), type: 'lambda:function', tags })),
    },
    policyOf(arn) {
      const policy = store.find(parseFunctionName(arn).name)?.policy ?? [];
      return policy.length === 0 ? undefined : policyDocument(policy);
    },
    start: queue.start,
    async close() {
      queue.close();
      await pool.close();
      lateLines.hurry();
    },
  };

  async function start(record: FunctionRecord) {
    const credentials = deps.roles.assumeForService(
      record.settings.Role,
      'lambda.amazonaws.com',
      record.name,
    );
    if (credentials === undefined) throw notAssumable();
    const taskRoot = code.folderOf(record.code);
    return startEnvironment({ core, logs: logsOf(record), record, credentials, taskRoot, runner: RUNNER });
  }

  /** The log as the function's role may write it by the time that the lines arrive. */
  function logsOf({ settings }: FunctionRecord): Pick<LogSink, 'write'> {
    const { logDelaySeconds: delay } = core.realism;
    const logs = logsOfRole(deps.logs, deps.permissions, settings.Role, delay > 0);
    if (delay === 0) return logs;
    return { write: (...lines) => lateLines.after(delay, () => logs.write(...lines)) };
  }
}

/** Built from runner/main.ts. */
const RUNNER = join(packageRoot, 'dist', 'function-runner.mjs');

function notAssumable() {
  return lambdaError(
    'AccessDeniedException',
    'The role defined for the function cannot be assumed by Lambda.',
    {
      status: 403,
    },
  );
}
