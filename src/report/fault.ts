import { type FailedRequest, requestOfError } from '../request-of-error.ts';

/** An error that is not filepipe's, as far as it matters for explaining it. */
export interface Fault {
  /** AWS's error name, or the system's code: `AccessDenied`, `ECONNREFUSED`. */
  readonly name: string;
  readonly message: string;
  /** `host:port`, `path`: what the system says it was about. */
  readonly about: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** AWS has answered. */
  readonly isAnswer: boolean;
  /** What was asked of AWS, where that is known. */
  readonly request: FailedRequest | undefined;
  /** Several failures in one, whose texts its collector has told already; name and status are the first's. */
  readonly isCollection: boolean;
}

/** Reads whatever was thrown. */
export function faultOf(thrown: unknown): Fault {
  const error: Details = thrown instanceof Error ? thrown : new Error(String(thrown));
  const first = thrown instanceof AggregateError ? faultOf(rootOf(thrown.errors[0])) : undefined;
  const address = error.address === undefined ? undefined : `${error.address}:${error.port}`;
  return {
    name: error.code ?? first?.name ?? error.name,
    message: error.message || first?.message || error.name,
    about: error.hostname ?? address ?? error.path ?? first?.about ?? 'the endpoint',
    status: error.$metadata?.httpStatusCode ?? first?.status,
    requestId: error.$metadata?.requestId ?? first?.requestId,
    isAnswer: error.$metadata?.httpStatusCode !== undefined || first?.isAnswer === true,
    request: requestOfError(error) ?? first?.request,
    // The system's own collections (one attempt for each address of a host) have a code.
    isCollection: first !== undefined && error.code === undefined,
  };
}

/** What Node's system errors and the SDK's errors add to an `Error`. */
interface Details extends Error {
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
