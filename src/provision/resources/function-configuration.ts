import type { FunctionConfiguration as Found, LogFormat, Runtime } from '@aws-sdk/client-lambda';

/** What can be changed about a function without its code. */
export interface FunctionConfiguration {
  readonly roleArn: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly description: string;
  readonly logFormat: LogFormat;
}

/** The same as Lambda reports it. */
export type ActualConfiguration = {
  readonly [K in keyof FunctionConfiguration]: FunctionConfiguration[K] | undefined;
};

/** What of Lambda's description is ours to decide. */
export function actualConfiguration(found: Found): ActualConfiguration {
  return {
    roleArn: found.Role,
    memoryMb: found.MemorySize,
    timeoutSeconds: found.Timeout,
    environment: found.Environment?.Variables ?? {},
    runtime: found.Runtime,
    handler: found.Handler,
    description: found.Description,
    logFormat: found.LoggingConfig?.LogFormat ?? 'Text',
  };
}

/** The configuration in Lambda's own words, for a creation as for an update. */
export function configurationInput(configuration: FunctionConfiguration) {
  return {
    Role: configuration.roleArn,
    MemorySize: configuration.memoryMb,
    Timeout: configuration.timeoutSeconds,
    Environment: { Variables: { ...configuration.environment } },
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    Description: configuration.description,
    LoggingConfig: { LogFormat: configuration.logFormat },
  };
}
