import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { checkConstraints } from '../constraints.ts';
import type { MetricId } from './metric-store.ts';

/** The code of input that breaks its model; `ValidationError` in the query protocol. */
export const VALIDATION = 'ValidationException';

const MAX_DIMENSIONS = 30;

/** A metric as requests name it; refused when a name or a dimension breaks AWS's rules. */
export function metricIdOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] = [],
): MetricId {
  checkConstraints(VALIDATION, {
    namespace: [namespace, { min: 1, max: 255, pattern: /[^:].*/s }],
    metricName: [name, { min: 1, max: 255 }],
  });
  if (dimensions.length > MAX_DIMENSIONS) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The collection Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`,
    );
  }
  const named: Record<string, string> = {};
  for (const { Name = '', Value = '' } of dimensions) {
    checkConstraints(VALIDATION, {
      'dimensions.name': [Name, { min: 1, max: 255 }],
      'dimensions.value': [Value, { min: 1, max: 1024 }],
    });
    named[Name] = Value;
  }
  return { namespace: namespace ?? '', name: name ?? '', dimensions: named };
}

export function dimensionList(dimensions: MetricId['dimensions']): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
