import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { describeError } from './describe-error.ts';

/** What the runtime itself says, and whose event the lines are about. */
export interface RuntimeLog {
  /** A dash while the function is being loaded. */
  requestId: string;
  failure(what: string, error: unknown): void;
}

/**
 * Makes `console` write what AWS's runtime writes: text lines `time, request id, level, text` between
 * tabs, or JSON objects, by `AWS_LAMBDA_LOG_FORMAT` and `AWS_LAMBDA_LOG_LEVEL`.
 */
export function patchConsole(env: NodeJS.ProcessEnv): RuntimeLog {
  const json = env['AWS_LAMBDA_LOG_FORMAT']?.toUpperCase() === 'JSON';
  const least = Math.max(0, LEVELS.indexOf(env['AWS_LAMBDA_LOG_LEVEL']?.toUpperCase() ?? 'TRACE'));
  const write = frameWriter(json, Number(env['_LAMBDA_TELEMETRY_LOG_FD']));
  delete env['_LAMBDA_TELEMETRY_LOG_FD'];

  const log: RuntimeLog = {
    requestId: NO_REQUEST,
    failure(what, error) {
      const fault = error instanceof Error ? error : new Error(String(error));
      if (json) emit('ERROR', [fault]);
      else emit('ERROR', [what, `\t${enumerated(fault)}`]);
    },
  };
  for (const [method, level] of METHODS) {
    Reflect.set(console, method, (...values: unknown[]) => emit(level, values));
  }
  return log;

  function emit(level: string, values: readonly unknown[]): void {
    if (LEVELS.indexOf(level) < least) return;
    const time = new Date();
    const line = json
      ? jsonLine(time, log.requestId, level, values)
      : textLine(time, log.requestId, level, values);
    write(level, time, line);
  }
}

export const NO_REQUEST = '-';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

const METHODS = [
  ['trace', 'TRACE'],
  ['debug', 'DEBUG'],
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
  ['fatal', 'FATAL'],
] as const;

/**
 * Lambda takes log entries from its runtimes in frames on a file descriptor of their own, so that an
 * entry of many lines stays one: type, length, time in microseconds, text.
 */
function frameWriter(json: boolean, fd: number) {
  return (level: string, time: Date, line: string): void => {
    const text = Buffer.from(line);
    const header = Buffer.alloc(16);
    const type = (json ? 0xa55a0002 : 0xa55a0003) | ((LEVELS.indexOf(level) + 1) << 2);
    header.writeUInt32BE(type >>> 0, 0);
    header.writeUInt32BE(text.length, 4);
    header.writeBigInt64BE(BigInt(time.getTime()) * 1000n, 8);
    writeSync(fd, Buffer.concat([header, text]));
  };
}

function textLine(time: Date, requestId: string, level: string, values: readonly unknown[]): string {
  return `${[time.toISOString(), requestId, level, format(...values)].join('\t')}\n`;
}

function jsonLine(time: Date, requestId: string, level: string, values: readonly unknown[]): string {
  const head = { timestamp: time.toISOString(), level, requestId };
  if (values.length <= 1) return jsonOf(head, values[0]);
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...head, message: format(...values), ...(error && describe(error)) });
}

function jsonOf(head: object, message: unknown): string {
  try {
    return JSON.stringify({ ...head, message }, described);
  } catch {
    return JSON.stringify({ ...head, message: format(message) });
  }
}

function described(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...describe(value), ...value } : value;
}

function describe(error: Error) {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n') ?? [],
  };
}

/** With the properties that the error was given, unless they go round in circles. */
function enumerated(error: Error): string {
  try {
    return JSON.stringify(error, enumerable);
  } catch {
    return JSON.stringify(describeError(error));
  }
}

function enumerable(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name: errorType, message: errorMessage, stack } = value;
  return { errorType, errorMessage, ...value, stack: stack?.split('\n') };
}
