import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { type ApiAuth, authorized } from './authorized.ts';

/** The stage of an install's own API. */
export interface InstallApi {
  /** The stage's URL, without a slash at its end. */
  readonly invokeUrl: string;
  readonly auth: ApiAuth;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below the stage, with the query string, encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

const ATTEMPTS = 5;
const MAX_PAUSE_SECONDS = 20;
/** Too many requests, or trouble behind the API that may pass. Repeating a call does no harm. */
const WORTH_ANOTHER_TRY = [429, 502, 503, 504];

/**
 * Calls an install's API and returns whatever it answers. A busy API is asked again, after as long as it says. Fails
 * when it cannot be reached.
 */
export async function callApi(
  api: InstallApi,
  { method, path, headers = {}, body }: ApiCall,
  control: Control,
): Promise<Response> {
  const url = new URL(`${api.invokeUrl}${path}`);
  return await persistently(control, async () => {
    const signed = await authorized(api.auth, { method, url, headers, body });
    return reach(url, {
      method,
      headers: signed,
      ...(body === undefined ? {} : { body }),
      signal: control.signal,
    });
  });
}

async function persistently(control: Control, send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send();
    if (attempt === ATTEMPTS || !WORTH_ANOTHER_TRY.includes(answer.status)) return answer;
    await answer.body?.cancel();
    await control.sleep(pauseSeconds(answer, attempt), control.signal);
  }
}

function pauseSeconds(answer: Response, attempt: number): number {
  const asked = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Math.min(asked > 0 ? asked : 2 ** (attempt - 1), MAX_PAUSE_SECONDS);
}

async function reach(url: URL, request: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    request.signal.throwIfAborted();
    const reason = error instanceof Error ? error.cause : error;
    throw new FilepipeError(`cannot reach the API at ${url.origin}`, {
      cause: reason ?? error,
      hint: 'see whether the install is there: filepipe status',
    });
  }
}
