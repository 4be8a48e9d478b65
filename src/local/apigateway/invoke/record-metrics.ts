import type { MetricSink } from '../../internal.ts';
import type { Visit } from './call.ts';
import type { FoundRoute } from './find-method.ts';

export interface Outcome {
  readonly status: number;
  readonly latencyMs: number;
  /** Undefined when the integration was not reached. */
  readonly integrationMs: number | undefined;
}

/**
 * What API Gateway tells CloudWatch of a request: for the API, for the stage, and for the method where
 * the stage asks for that.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export function recordMetrics(
  sink: MetricSink,
  visit: Visit,
  route: FoundRoute | undefined,
  outcome: Outcome,
): void {
  for (const dimensions of dimensionsOf(visit, route)) {
    for (const { name, value, unit } of valuesOf(outcome)) {
      sink.put({ namespace: 'AWS/ApiGateway', name, dimensions, value, unit });
    }
  }
}

function dimensionsOf({ api, stage }: Visit, route: FoundRoute | undefined): Record<string, string>[] {
  const ofApi = { ApiName: api.name };
  const ofStage = { ...ofApi, Stage: stage.stageName };
  if (route === undefined) return [ofApi, ofStage];
  const { path } = route.resource;
  const key = `${path.replace(/^\//, '')}/${route.method.httpMethod}`;
  const settings = stage.methodSettings[key] ?? stage.methodSettings['*/*'];
  if (!settings?.metricsEnabled) return [ofApi, ofStage];
  return [ofApi, ofStage, { ...ofStage, Method: route.method.httpMethod, Resource: path }];
}

function valuesOf({ status, latencyMs, integrationMs }: Outcome) {
  const values = [
    { name: 'Count', value: 1, unit: 'Count' },
    { name: '4XXError', value: status >= 400 && status < 500 ? 1 : 0, unit: 'Count' },
    { name: '5XXError', value: status >= 500 ? 1 : 0, unit: 'Count' },
    { name: 'Latency', value: latencyMs, unit: 'Milliseconds' },
  ];
  if (integrationMs === undefined) return values;
  return [...values, { name: 'IntegrationLatency', value: integrationMs, unit: 'Milliseconds' }];
}
