import type { AuthenticRequest } from '../../authenticate.ts';
import { readSignature } from '../../signature.ts';

/** Which deployed API a request is for. */
export interface Address {
  readonly apiId: string;
  readonly stage: string;
  /** As sent; begins with a slash. */
  readonly path: string;
}

/**
 * Reads the three addresses of a stage: `/_aws/execute-api/<api>/<stage>/…`,
 * `/restapis/<api>/<stage>/_user_request_/…` and the host `<api>.execute-api[.<region>].localhost`. Undefined
 * for every other request.
 */
export function addressOf(request: AuthenticRequest): Address | undefined {
  const host = /^([a-z0-9]+)\.execute-api(?:\.[a-z0-9-]+)?\.localhost(?::\d+)?$/i.exec(
    request.headers['host'] ?? '',
  );
  if (host) return inPath(/^\/([^/]*)(\/.*)?$/s, request.path, host[1]?.toLowerCase());
  if (request.path.startsWith('/_aws/')) {
    return inPath(/^\/_aws\/execute-api\/([^/]+)\/([^/]+)(\/.*)?$/s, request.path);
  }
  // The control plane's paths begin so too, and so may a bucket's; neither has the middle part.
  if (!request.path.startsWith('/restapis/') || readSignature(request)?.service === 's3') return undefined;
  return inPath(/^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/s, request.path);
}

function inPath(pattern: RegExp, path: string, host?: string): Address | undefined {
  const match = pattern.exec(path);
  if (match === null) return undefined;
  const [apiId, stage, rest] = host === undefined ? match.slice(1) : [host, ...match.slice(1)];
  return { apiId: apiId ?? '', stage: stage ?? '', path: rest ?? '/' };
}
