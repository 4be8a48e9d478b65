import type { FunctionSettings } from './function-record.ts';

/** What Lambda itself writes into a function's log. */
export interface PlatformLog {
  initStart(): string | undefined;
  /** An initialisation that failed. */
  initReport(milliseconds: number, errorType: string): string | undefined;
  start(requestId: string): string | undefined;
  end(requestId: string): string | undefined;
  report(report: Report): string | undefined;
  /** Why an invocation came to no result of its own. */
  fault(time: number, requestId: string, fault: Fault): string;
}

interface Report {
  readonly requestId: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Only for the first invocation of an environment. */
  readonly initMilliseconds: number | undefined;
  readonly memoryMegabytes: number;
  readonly maxMemoryMegabytes: number;
  readonly fault: Fault | undefined;
}

export interface Fault {
  readonly status: 'timeout' | 'error';
  /** `Sandbox.Timedout`, `Runtime.ExitError`, … */
  readonly type: string;
  readonly message: string;
}

/** In the format that the function's settings ask for; undefined is a line that they filter out. */
export function platformLog(settings: FunctionSettings, now: () => number): PlatformLog {
  const { LogFormat, SystemLogLevel } = settings.LoggingConfig;
  if (LogFormat === 'Text') return textLog(settings.Runtime);
  return SystemLogLevel === 'WARN'
    ? onlyFaults(jsonLog(settings.Runtime, now))
    : jsonLog(settings.Runtime, now);
}

/** What the caller is billed: every begun millisecond, initialisation included. */
function billed({ duration, initMilliseconds = 0 }: Report): number {
  return Math.ceil(duration + initMilliseconds);
}

function textLog(runtime: string): PlatformLog {
  return {
    initStart: () =>
      `INIT_START Runtime Version: ${runtimeVersion(runtime)}\tRuntime Version ARN: ${runtimeArn}\n`,
    initReport: (milliseconds, type) =>
      `INIT_REPORT Init Duration: ${milliseconds.toFixed(2)} ms\tPhase: init\tStatus: error\tError Type: ${type}\n`,
    start: (requestId) => `START RequestId: ${requestId} Version: $LATEST\n`,
    end: (requestId) => `END RequestId: ${requestId}\n`,
    report: (report) => `${reportFields(report).join('\t')}\t\n`,
    fault: (time, requestId, { status, type, message }) =>
      status === 'timeout'
        ? `${new Date(time).toISOString()} ${requestId} ${message}\n\n`
        : `RequestId: ${requestId} Error: ${message}\n${type}\n`,
  };
}

function reportFields(report: Report): string[] {
  const { requestId, duration, initMilliseconds, fault } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${billed(report)} ms`,
    `Memory Size: ${report.memoryMegabytes} MB`,
    `Max Memory Used: ${report.maxMemoryMegabytes} MB`,
  ];
  if (initMilliseconds !== undefined) fields.push(`Init Duration: ${initMilliseconds.toFixed(2)} ms`);
  if (fault !== undefined) fields.push(`Status: ${fault.status}`);
  if (fault?.status === 'error') fields.push(`Error Type: ${fault.type}`);
  return fields;
}

function jsonLog(runtime: string, now: () => number): PlatformLog {
  const event = (type: string, record: object) =>
    JSON.stringify({ time: new Date(now()).toISOString(), type: `platform.${type}`, record });
  const init = { initializationType: 'on-demand', phase: 'init' };
  return {
    initStart: () =>
      event('initStart', { ...init, runtimeVersion: runtimeVersion(runtime), runtimeVersionArn: runtimeArn }),
    initReport: (milliseconds, errorType) =>
      event('initReport', {
        ...init,
        status: 'error',
        errorType,
        metrics: { durationMs: rounded(milliseconds) },
      }),
    start: (requestId) => event('start', { requestId, version: '$LATEST' }),
    end: () => undefined,
    report: (report) =>
      event('report', {
        requestId: report.requestId,
        metrics: {
          durationMs: rounded(report.duration),
          billedDurationMs: billed(report),
          memorySizeMB: report.memoryMegabytes,
          maxMemoryUsedMB: report.maxMemoryMegabytes,
          ...(report.initMilliseconds !== undefined && { initDurationMs: rounded(report.initMilliseconds) }),
        },
        status: report.fault?.status ?? 'success',
        ...(report.fault?.status === 'error' && { errorType: report.fault.type }),
      }),
    fault: (time, requestId, { type, message }) =>
      JSON.stringify({
        timestamp: new Date(time).toISOString(),
        level: 'ERROR',
        requestId,
        message: { errorType: type, errorMessage: message },
      }),
  };
}

function onlyFaults(log: PlatformLog): PlatformLog {
  const silent = () => undefined;
  return { ...log, initStart: silent, start: silent, end: silent, report: silent };
}

function runtimeVersion(runtime: string): string {
  return runtime.replace(/^nodejs(\d+)\.x$/, 'nodejs:$1.v0');
}

/** There is no runtime behind an ARN here. */
const runtimeArn = `arn:aws:lambda:us-east-1::runtime:${'0'.repeat(64)}`;

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
