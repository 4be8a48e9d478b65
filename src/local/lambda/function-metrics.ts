import type { MetricSink } from '../internal.ts';

/** What CloudWatch gets to know of a function. */
export type FunctionMetrics = (
  functionName: string,
  values: Readonly<Partial<Record<Metric, number>>>,
) => void;

type Metric =
  | 'Invocations'
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'ConcurrentExecutions'
  | 'AsyncEventsReceived'
  | 'AsyncEventAge'
  | 'AsyncEventsDropped'
  | 'DestinationDeliveryFailures'
  | 'DeadLetterErrors';

export function functionMetrics(sink: MetricSink): FunctionMetrics {
  return (FunctionName, values) => {
    for (const [name, value] of Object.entries(values)) {
      const unit = MILLISECONDS.has(name) ? 'Milliseconds' : 'Count';
      sink.put({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName }, value, unit });
    }
  };
}

const MILLISECONDS = new Set<string>(['Duration', 'AsyncEventAge'] satisfies Metric[]);
