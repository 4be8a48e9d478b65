import type { MetricSink } from '../internal.ts';
import type { Json } from './engine.ts';

export interface Measured {
  /** `PutItem` */
  readonly operation: string;
  readonly kind: 'Read' | 'Write';
  readonly tables: readonly string[];
}

/** Runs requests and records, as DynamoDB's own metrics do, how long they took and what they consumed. */
export function measuring(metrics: MetricSink) {
  return async (measured: Measured, request: Json, run: (request: Json) => Promise<Json>): Promise<Json> => {
    const start = performance.now();
    const { ReturnConsumedCapacity: wanted = 'NONE' } = request;
    const asked = wanted === 'NONE' ? { ...request, ReturnConsumedCapacity: 'TOTAL' } : request;
    const { ConsumedCapacity, ...answer } = await run(asked);
    record(metrics, measured, performance.now() - start, capacities(ConsumedCapacity));
    return wanted === 'NONE' || ConsumedCapacity === undefined ? answer : { ...answer, ConsumedCapacity };
  };
}

interface Capacity {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}

/** Requests for one table answer with one, those for several with a list. */
function capacities(consumed: unknown): readonly Capacity[] {
  if (consumed === undefined) return [];
  return Array.isArray(consumed) ? (consumed as Capacity[]) : [consumed as Capacity];
}

function record(
  metrics: MetricSink,
  { operation, kind, tables }: Measured,
  milliseconds: number,
  consumed: readonly Capacity[],
): void {
  const namespace = 'AWS/DynamoDB';
  for (const TableName of tables) {
    metrics.put({
      namespace,
      name: 'SuccessfulRequestLatency',
      dimensions: { TableName, Operation: operation },
      // The digits that are kept of many: so that there are not many different ones to count.
      value: Number(milliseconds.toPrecision(2)),
      unit: 'Milliseconds',
    });
  }
  for (const { TableName = '', CapacityUnits = 0 } of consumed) {
    const name = `Consumed${kind}CapacityUnits`;
    metrics.put({ namespace, name, dimensions: { TableName }, value: CapacityUnits, unit: 'Count' });
  }
}
