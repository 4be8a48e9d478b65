import { buffer } from 'node:stream/consumers';
import { escapeUri } from '@smithy/core/protocols';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { apiRefusal } from './api-refusal.ts';
import { type ApiAuth, authorized } from './authorized.ts';
import type { Source } from './sources.ts';
import { withSteadyFile } from './steady-file.ts';
import type { Uploaded } from './upload-file.ts';

export interface UploadApi {
  /** The stage's URL, without a slash at its end. */
  readonly invokeUrl: string;
  readonly auth: ApiAuth;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: not to be raised. */
export const MAX_API_BYTES = 10_485_760;

const ATTEMPTS = 5;
const MAX_PAUSE_SECONDS = 20;
/** Too many requests, or trouble behind the API that may pass. Sending a file again does no harm. */
const WORTH_ANOTHER_TRY = [429, 502, 503, 504];

/**
 * Stores a file of up to 10 MiB through the install's own API: `POST /upload?filename=…`. A busy API is asked
 * again, after as long as it says. Fails with what the API or S3 behind it answered, and what to do about it.
 */
export async function uploadViaApi(api: UploadApi, source: Source, control: Control): Promise<Uploaded> {
  const body = await withSteadyFile(source.path, control.signal, ({ bytes, body }) => {
    requireFit(source, bytes);
    return buffer(body);
  });
  const url = new URL(`${api.invokeUrl}/upload?filename=${escapeUri(source.key)}`);
  const answer = await persistently(control, async () => {
    const headers = await authorized(api.auth, url, { 'content-type': source.contentType }, body);
    return reach(url, { method: 'POST', headers, body, signal: control.signal });
  });
  if (!answer.ok) throw await apiRefusal(answer, source);
  const versionId = answer.headers.get('x-amz-version-id');
  return {
    key: source.key,
    etag: (answer.headers.get('etag') ?? '').replaceAll('"', ''),
    ...(versionId !== null && { versionId }),
    bytes: body.length,
    parts: 1,
  };
}

function requireFit({ path, key }: Source, bytes: number): void {
  if (bytes <= MAX_API_BYTES) return;
  const message = `${path} has ${bytes.toLocaleString('en-US')} bytes, and API Gateway takes no more than 10 MiB`;
  throw new FilepipeError(message, { hint: `upload ${key} straight to S3: leave out --via api` });
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
