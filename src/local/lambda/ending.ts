import type { Fault } from './platform-log.ts';
import type { Posted } from './runtime-api.ts';

/** How an event ended: by what the runtime posted for it, or by a fault that kept it from posting. */
export type Ending =
  | { readonly posted: Posted; readonly fault?: undefined }
  | { readonly posted?: undefined; readonly fault: Fault };

/** What the function's caller gets. */
export interface Result {
  /** JSON, as a rule. */
  readonly payload: Buffer;
  readonly failed: boolean;
}

export function timedOut(seconds: number): Ending {
  const message = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return { fault: { status: 'timeout', type: 'Sandbox.Timedout', message } };
}

/** `how` is `exit status 1` or `signal: killed`. */
export function exited(how: string, outOfMemory: boolean): Ending {
  const message =
    how === 'exit status 0'
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: ${how}`;
  return {
    fault: { status: 'error', type: outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', message },
  };
}

/** What the report on the event has to say of its fault; undefined when the handler got to answer. */
export function reportedFault({ posted, fault }: Ending): Fault | undefined {
  if (posted?.kind !== 'initError') return fault;
  return { status: 'error', type: errorTypeIn(posted.body), message: '' };
}

export function resultOf({ posted, fault }: Ending, requestId: string): Result {
  if (fault) return failure(fault.type, `RequestId: ${requestId} Error: ${fault.message}`);
  if (posted.body.length <= MAX_RESPONSE_BYTES)
    return { payload: posted.body, failed: posted.kind !== 'response' };
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  );
}

/** 6 MiB and a little for its envelope, as Lambda's own message says. */
const MAX_RESPONSE_BYTES = 6_291_556;

function failure(errorType: string, errorMessage: string): Result {
  return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), failed: true };
}

function errorTypeIn(body: Buffer): string {
  try {
    const { errorType } = JSON.parse(body.toString('utf8')) as { errorType?: unknown };
    return String(errorType);
  } catch {
    return 'Runtime.Unknown';
  }
}
