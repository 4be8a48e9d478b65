/**
 * Whether a line of the function's log tells of something that went wrong: the handler's own lines carry a level, what
 * it throws is reported by the runtime, and how a run ended that came to nothing, by Lambda.
 */
export function isErrorLine(message: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(message));
}

const PATTERNS: readonly RegExp[] = [
  // JSON lines: our own, and those of functions that log so.
  /"level":\s*"(error|fatal)"/i,
  /"errorType"/,
  // What the runtime writes of errors that are thrown, or that nobody caught.
  /\t(ERROR|FATAL)\t/,
  // https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
  /Task timed out/,
  /Runtime exited/,
  // Node.js says so before it ends; Lambda says only that it was ended.
  /heap out of memory/,
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
  /^INIT_REPORT .*\tStatus: (error|timeout)/,
  /Error Type: Runtime\.OutOfMemory/,
];
