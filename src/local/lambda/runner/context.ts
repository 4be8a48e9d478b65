import type { RuntimeEvent } from './runtime-api-client.ts';

/** The second argument of a handler. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface Context {
  readonly functionName: string | undefined;
  readonly functionVersion: string | undefined;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string | undefined;
  readonly awsRequestId: string;
  readonly logGroupName: string | undefined;
  readonly logStreamName: string | undefined;
  readonly xRayTraceId: string | undefined;
  readonly identity: undefined;
  readonly tenantId: undefined;
  readonly clientContext: unknown;
  getRemainingTimeInMillis(): number;
}

export function createContext(event: RuntimeEvent, env: NodeJS.ProcessEnv): Context {
  return {
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: event.functionArn,
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId: event.requestId,
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    xRayTraceId: event.traceId,
    identity: undefined,
    tenantId: undefined,
    clientContext: event.clientContext === undefined ? undefined : JSON.parse(event.clientContext),
    getRemainingTimeInMillis: () => event.deadline - Date.now(),
  };
}
