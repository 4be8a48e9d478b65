import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Concurrency } from './concurrency.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import type { Outcome } from './execution-environment.ts';
import { serving } from './function-lifecycle.ts';
import type { FunctionMetrics } from './function-metrics.ts';
import { functionArn } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';

/** Runs one event, once. Throttling and a role that is gone are `AwsError`s; anything else is an outcome. */
export type RunFunction = (record: FunctionRecord, event: FunctionEvent) => Promise<Outcome>;

export interface FunctionEvent {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** JSON. */
  readonly clientContext?: string;
}

export function createRunFunction(
  clock: Clock,
  concurrency: Concurrency,
  pool: EnvironmentPool,
  metrics: FunctionMetrics,
): RunFunction {
  return async (record, event) => {
    const leave = enter(record);
    try {
      const outcome = await pool.run(serving(record, clock.now()), {
        ...event,
        functionArn: functionArn(record.name),
      });
      metrics(record.name, {
        Invocations: 1,
        Errors: Number(outcome.failed),
        Throttles: 0,
        Duration: outcome.durationMilliseconds,
        ConcurrentExecutions: concurrency.running(record.name),
      });
      return outcome;
    } finally {
      leave();
    }
  };

  function enter(record: FunctionRecord): () => void {
    try {
      return concurrency.enter(record);
    } catch (error) {
      if (error instanceof AwsError) metrics(record.name, { Throttles: 1 });
      throw error;
    }
  }
}
