import { buffer } from 'node:stream/consumers';
import { escapeUri } from '@smithy/core/protocols';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { apiRefusal } from './api-refusal.ts';
import { callApi, type InstallApi } from './call-api.ts';
import type { Source } from './sources.ts';
import { withSteadyFile } from './steady-file.ts';
import type { Uploaded } from './upload-file.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: not to be raised. */
export const MAX_API_BYTES = 10_485_760;

/**
 * Stores a file of up to 10 MiB through the install's own API: `POST /upload?filename=…`. A busy API is asked
 * again, after as long as it says. Fails with what the API or S3 behind it answered, and what to do about it.
 */
export async function uploadViaApi(api: InstallApi, source: Source, control: Control): Promise<Uploaded> {
  const body = await withSteadyFile(source.path, control.signal, ({ bytes, body }) => {
    requireFit(source, bytes);
    return buffer(body);
  });
  const path = `/upload?filename=${escapeUri(source.key)}`;
  const headers = { 'content-type': source.contentType };
  const answer = await callApi(api, { method: 'POST', path, headers, body }, control);
  if (!answer.ok) throw await apiRefusal(answer, source.key);
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
