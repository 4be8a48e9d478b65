import { dirname } from 'node:path';
import type { AccessKey } from '../credentials.ts';
import { REGION } from '../credentials.ts';
import type { FunctionRecord } from './function-record.ts';
import { invalidParameter } from './lambda-error.ts';

/** Names and values together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 4096;

/** Refuses variables that Lambda does not let a function have. */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `${UNABLE} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw invalidParameter(`${UNABLE} exceeded the 4KB limit. String measured: ${text}`);
  }
}

/** What only the environment itself knows. */
export interface EnvironmentFacts {
  readonly record: FunctionRecord;
  readonly credentials: AccessKey;
  readonly taskRoot: string;
  /** The file of the runtime's program. */
  readonly runner: string;
  /** `host:port` of its Runtime API. */
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The embedded AWS itself. */
  readonly endpoint: string;
  /** The descriptor that log frames are written to. */
  readonly logDescriptor: number;
}

/** The whole environment of a function's process: nothing of ours leaks into it. */
export function environmentVariables(facts: EnvironmentFacts): Record<string, string> {
  const { record, credentials } = facts;
  const { settings } = record;
  const logging = settings.LoggingConfig;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    AWS_ENDPOINT_URL: facts.endpoint,
    // The Node.js that runs us may be older than the function's runtime says: not the function's business.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...settings.Environment?.Variables,
    _HANDLER: settings.Handler,
    LAMBDA_TASK_ROOT: facts.taskRoot,
    LAMBDA_RUNTIME_DIR: dirname(facts.runner),
    AWS_LAMBDA_RUNTIME_API: facts.runtimeApi,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: logging.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    ...(logging.LogFormat === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: String(logging.ApplicationLogLevel),
    }),
    _LAMBDA_TELEMETRY_LOG_FD: String(facts.logDescriptor),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  };
}

const UNABLE =
  'Lambda was unable to configure your environment variables because the environment variables you have provided';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
