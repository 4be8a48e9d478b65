import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { MetricId } from './metric-store.ts';

/** The code of input that breaks its model; `ValidationError` in the query protocol. */
export const VALIDATION = 'ValidationException';

/** A metric as requests name it. */
export function metricIdOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] = [],
): MetricId {
  const named = dimensions.map(({ Name = '', Value = '' }) => [Name, Value] as const);
  return { namespace: namespace ?? '', name: name ?? '', dimensions: Object.fromEntries(named) };
}

export function dimensionList(dimensions: MetricId['dimensions']): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
