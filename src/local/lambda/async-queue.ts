import { AwsError } from '../aws-error.ts';
import type { Timer } from '../clock.ts';
import type { Core } from '../internal.ts';
import { type AsyncEvent, type Condition, invocationRecord } from './async-event.ts';
import type { Deliver } from './destinations.ts';
import { MAX_ENVIRONMENTS } from './environment-pool.ts';
import type { FunctionMetrics } from './function-metrics.ts';
import type { FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import type { FunctionEvent, RunFunction } from './run-function.ts';

/**
 * Events that functions run on when they get to it. Each is kept until it has been dealt with: run again
 * after an error, put off when throttled, and reported to its destinations in the end. An event may run
 * more than once even without an error, namely when we are killed under it.
 */
export interface AsyncQueue {
  /** The event survives a kill once the storage has settled. */
  accept(record: FunctionRecord, event: FunctionEvent): void;
  /** Takes up what is left from before. */
  start(): void;
  /** Starts nothing more and forgets the outcome of what is running: it will run again. */
  close(): void;
}

export interface AsyncQueueOptions {
  readonly core: Core;
  readonly store: FunctionStore;
  readonly run: RunFunction;
  readonly deliver: Deliver;
  readonly metrics: FunctionMetrics;
  /** The waits before the second and the third run. */
  readonly retryDelaysSeconds: readonly [number, number];
}

export async function openAsyncQueue(options: AsyncQueueOptions): Promise<AsyncQueue> {
  const { core, store, metrics } = options;
  const { clock } = core;
  const events = await core.storage.collection<AsyncEvent>('lambda/async-events');
  const lanes = new Map<string, Lane>();
  const timers = new Set<Timer>();
  let closed = false;

  return {
    accept({ name, pendingUntil = 0 }, event) {
      const now = clock.now();
      // What comes while the function is Pending waits until it is Active.
      const due = Math.max(now, pendingUntil);
      keep({ ...event, functionName: name, accepted: now, due, runs: 0, throttles: 0 });
      metrics(name, { AsyncEventsReceived: 1 });
    },
    start() {
      for (const event of events.values()) schedule(event);
    },
    close() {
      closed = true;
      for (const timer of timers) timer.cancel();
    },
  };

  function keep(event: AsyncEvent): void {
    events.set(event.requestId, event);
    schedule(event);
  }

  function schedule({ requestId, functionName, due }: AsyncEvent): void {
    const wait = due - clock.now();
    if (wait <= 0) {
      laneOf(functionName).ready.push(requestId);
      pump(functionName);
      return;
    }
    const timer = clock.after(wait, () => {
      timers.delete(timer);
      laneOf(functionName).ready.push(requestId);
      pump(functionName);
    });
    timers.add(timer);
  }

  function laneOf(functionName: string): Lane {
    const lane = lanes.get(functionName) ?? { ready: [], running: 0 };
    lanes.set(functionName, lane);
    return lane;
  }

  /** As many at once as there can be environments, and no more than the function reserves. */
  function pump(functionName: string): void {
    const lane = laneOf(functionName);
    const room = Math.max(
      1,
      Math.min(MAX_ENVIRONMENTS, store.find(functionName)?.reservedConcurrency ?? Infinity),
    );
    while (!closed && lane.running < room) {
      const requestId = lane.ready.shift();
      if (requestId === undefined) return;
      const event = events.get(requestId);
      if (event === undefined) continue;
      lane.running += 1;
      process(event)
        .catch(core.onFault)
        .finally(() => {
          lane.running -= 1;
          pump(functionName);
        });
    }
  }

  async function process(event: AsyncEvent): Promise<void> {
    const record = store.find(event.functionName);
    if (record === undefined) drop(event);
    else if (event.condition !== undefined) await conclude(record, event);
    else if (record.reservedConcurrency === 0) await end(record, event, 'ZeroReservedConcurrency');
    else if (clock.now() > lastMoment(record, event)) await end(record, event, 'EventAgeExceeded');
    else await runOnce(record, event);
  }

  async function runOnce(record: FunctionRecord, event: AsyncEvent): Promise<void> {
    metrics(record.name, { AsyncEventAge: clock.now() - event.accepted });
    const outcome = await options.run(record, event).catch(putOffReason);
    if (closed) return;
    if (outcome === 'put off') {
      const wait = Math.min(MAX_BACKOFF_SECONDS, 2 ** event.throttles) * 1000;
      keep({ ...event, throttles: event.throttles + 1, due: clock.now() + wait });
      return;
    }
    const run = { ...event, runs: event.runs + 1, throttles: 0, response: outcome.payload.toString('utf8') };
    if (outcome.failed) await retry(record, run);
    else await end(record, run, 'Success');
  }

  async function retry(record: FunctionRecord, event: AsyncEvent): Promise<void> {
    const delay = options.retryDelaysSeconds[event.runs - 1];
    const allowed = record.eventInvoke?.MaximumRetryAttempts ?? MAX_RETRIES;
    if (delay === undefined || event.runs > allowed) return end(record, event, 'RetriesExhausted');
    const due = clock.now() + delay * 1000;
    if (due > lastMoment(record, event)) return end(record, event, 'EventAgeExceeded');
    keep({ ...event, due });
  }

  async function end(record: FunctionRecord, event: AsyncEvent, condition: Condition): Promise<void> {
    const ended = { ...event, condition };
    events.set(event.requestId, ended);
    await conclude(record, ended);
  }

  /** Tells the destinations, and only then forgets the event. */
  async function conclude(record: FunctionRecord, event: AsyncEvent): Promise<void> {
    const { OnSuccess, OnFailure } = record.eventInvoke?.DestinationConfig ?? {};
    const failed = event.condition !== 'Success';
    const { Destination } = (failed ? OnFailure : OnSuccess) ?? {};
    await send(record, Destination, invocationRecord(event, clock.now()), 'DestinationDeliveryFailures');
    if (!failed) {
      events.delete(event.requestId);
      return;
    }
    await send(record, record.settings.DeadLetterConfig?.TargetArn, event.payload, 'DeadLetterErrors');
    drop(event);
  }

  async function send(
    { name, settings }: FunctionRecord,
    targetArn: string | undefined,
    body: string,
    failure: 'DestinationDeliveryFailures' | 'DeadLetterErrors',
  ): Promise<void> {
    if (!targetArn) return;
    const delivered = await options.deliver(settings.Role, targetArn, body);
    if (!delivered) metrics(name, { [failure]: 1 });
  }

  function drop(event: AsyncEvent): void {
    events.delete(event.requestId);
    metrics(event.functionName, { AsyncEventsDropped: 1 });
  }
}

interface Lane {
  readonly ready: string[];
  running: number;
}

const MAX_RETRIES = 2;
const MAX_AGE_SECONDS = 6 * 3600;
const MAX_BACKOFF_SECONDS = 5 * 60;

function lastMoment(record: FunctionRecord, event: AsyncEvent): number {
  return event.accepted + (record.eventInvoke?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1000;
}

/** Throttled, or unable to run for Lambda's own reasons: the event waits, whatever it waits for. */
function putOffReason(error: unknown): 'put off' {
  if (error instanceof AwsError) return 'put off';
  throw error;
}
