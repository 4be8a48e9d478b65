import type { AccessKey } from '../credentials.ts';
import type { Core, LogSink } from '../internal.ts';
import { type Ending, exited, type Result, reportedFault, resultOf, timedOut } from './ending.ts';
import { environmentVariables } from './environment-variables.ts';
import { type FunctionLog, openFunctionLog } from './function-log.ts';
import type { FunctionRecord } from './function-record.ts';
import { guardMemory } from './memory-guard.ts';
import { platformLog } from './platform-log.ts';
import { type Invocation, openRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { LOG_DESCRIPTOR, startRuntimeProcess } from './runtime-process.ts';

/** A process that runs a function's code, for one event at a time. */
export interface ExecutionEnvironment {
  /**
   * Runs one event to its end, as soon as the process is ready for it; undefined when the process ends
   * before that. Only when no other event is running.
   */
  invoke(invocation: Invocation): Promise<Outcome | undefined>;
  /** Resolves when the process has ended, for whatever reason. */
  readonly gone: Promise<void>;
  /** When its credentials run out. Milliseconds since the epoch. */
  readonly expires: number;
  stop(): Promise<void>;
}

export interface Outcome extends Result {
  readonly durationMilliseconds: number;
  /** The end of the log, in base64. */
  readonly logTail: string;
}

export interface EnvironmentOptions {
  readonly core: Core;
  readonly logs: Pick<LogSink, 'write'>;
  readonly record: FunctionRecord;
  readonly credentials: AccessKey;
  readonly taskRoot: string;
  /** The file of the runtime's program. */
  readonly runner: string;
}

/** Starts an environment. What goes wrong while it initialises is its first event's ending. */
export async function startEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const { clock } = options.core;
  const { settings } = options.record;
  const platform = platformLog(settings, clock.now);
  const log = openFunctionLog(options.logs, clock, settings.LoggingConfig.LogGroup);
  const api = await openRuntimeApi();
  const started = performance.now();
  log.write(platform.initStart());
  const child = startChild(options, api, log);
  const memory = guardMemory(child.pid, settings.MemorySize, child.kill);
  const gone = child.ended.then(() => api.close());
  let initMilliseconds: number | undefined;
  let fresh = true;
  const initialised = initialise();

  return {
    expires: options.credentials.expires ?? Number.POSITIVE_INFINITY,
    async invoke(invocation) {
      const failedInit = await initialised;
      if (!fresh && failedInit !== undefined) return undefined;
      fresh = false;
      log.takeTail();
      log.write(platform.start(invocation.requestId));
      const begun = performance.now();
      const ending = failedInit ?? (await run(invocation));
      return ending && conclude(invocation.requestId, ending, performance.now() - begun);
    },
    gone,
    async stop() {
      await child.stop();
      await gone;
    },
  };

  /** Undefined when the runtime is ready for events. */
  async function initialise(): Promise<Ending | undefined> {
    const timer = clock.after(INIT_MILLISECONDS + settings.Timeout * 1000, child.kill);
    const answer = await Promise.race([api.ready(), child.ended]);
    timer.cancel();
    initMilliseconds = performance.now() - started;
    if (answer === undefined) return undefined;
    const ending = typeof answer === 'string' ? exited(answer, false) : { posted: answer };
    log.write(platform.initReport(initMilliseconds, reportedFault(ending)?.type ?? ''));
    return ending;
  }

  /** Within the function's time; undefined when the process ends before the event begins. */
  async function run(invocation: Invocation): Promise<Ending | undefined> {
    const milliseconds = settings.Timeout * 1000;
    let late = false;
    const timer = clock.after(milliseconds, () => {
      late = true;
      child.kill();
    });
    const unwatch = memory.watch();
    const ending = await dispatch(invocation, clock.now() + milliseconds);
    unwatch();
    timer.cancel();
    return late ? timedOut(settings.Timeout) : ending;
  }

  async function dispatch(invocation: Invocation, deadline: number): Promise<Ending | undefined> {
    const endedBefore = await Promise.race([api.ready(), child.ended]);
    if (endedBefore !== undefined) return undefined;
    const answer = await Promise.race([api.dispatch(invocation, deadline), child.ended]);
    return typeof answer === 'string' ? exited(answer, memory.exceeded()) : { posted: answer };
  }

  async function conclude(requestId: string, ending: Ending, duration: number): Promise<Outcome> {
    await child.drained();
    const fault = reportedFault(ending);
    if (ending.fault) log.write(platform.fault(clock.now(), requestId, ending.fault));
    log.write(platform.end(requestId));
    const maxMemoryMegabytes = await memory.peak();
    const memoryMegabytes = settings.MemorySize;
    log.write(
      platform.report({ requestId, duration, initMilliseconds, memoryMegabytes, maxMemoryMegabytes, fault }),
    );
    initMilliseconds = undefined;
    log.flush();
    return { ...resultOf(ending, requestId), durationMilliseconds: duration, logTail: log.takeTail() };
  }
}

/** Lambda's own limit; the function's timeout comes on top, as a slow start is tried again within it. */
const INIT_MILLISECONDS = 10_000;

function startChild(options: EnvironmentOptions, api: RuntimeApi, log: FunctionLog) {
  const { core, record, credentials, taskRoot, runner } = options;
  return startRuntimeProcess({
    program: runner,
    folder: taskRoot,
    memoryMegabytes: record.settings.MemorySize,
    env: environmentVariables({
      record,
      credentials,
      taskRoot,
      runner,
      runtimeApi: api.address,
      logStream: log.stream,
      endpoint: core.endpoint(),
      logDescriptor: LOG_DESCRIPTOR,
    }),
    onLine: log.write,
  });
}
