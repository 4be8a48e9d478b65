import { truncate } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Control } from '../../src/control.ts';
import { readSignature, verifySignature } from '../../src/local/signature.ts';
import type { ApiAuth } from '../../src/transfer/authorized.ts';
import { expandSources, type Source } from '../../src/transfer/sources.ts';
import { MAX_API_BYTES, uploadViaApi } from '../../src/transfer/upload-via-api.ts';
import { serve } from '../server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const iam: ApiAuth = { kind: 'iam', region: 'eu-west-1', credentials: async () => credentials };
const none: ApiAuth = { kind: 'none' };

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Answer = readonly [status: number, headers?: Record<string, string>, body?: string];

/** An API on a port of its own that gives the answers one after the other, the last one ever after. */
async function apiThatAnswers(...answers: readonly Answer[]) {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '', headers } = request;
    received.push({ url, headers, body: await buffer(request) });
    const [status, answered = {}, body] = answers[received.length - 1] ?? answers.at(-1) ?? [500];
    response.writeHead(status, answered).end(body);
  };
  const { endpoint, close } = await serve(answer);
  onTestFinished(close);
  return { invokeUrl: `${endpoint}/prod`, received };
}

/** Time passes only in `slept`, seconds a pause. */
function timelessControl(signal = new AbortController().signal): Control & { readonly slept: number[] } {
  const slept: number[] = [];
  const sleep = async (seconds: number) => void slept.push(seconds);
  return { signal, waiting: () => {}, now: () => 0, sleep, slept };
}

async function sourceOf(name: string, content: string): Promise<Source> {
  const [source] = await expandSources([join(await temporaryFolder({ [name]: content }), name)]);
  if (source === undefined) throw new Error('no source');
  return source;
}

const STORED: Answer = [200, { etag: '"e1"', 'x-amz-version-id': 'v1' }];

describe('uploading through the API', () => {
  test('posts the bytes and returns what S3 made of them', async () => {
    const api = await apiThatAnswers(STORED);
    const source = await sourceOf('a b+c%20ü.pdf', 'content');
    const uploaded = await uploadViaApi({ ...api, auth: none }, source, timelessControl());
    expect(uploaded).toEqual({ key: 'a b+c%20ü.pdf', etag: 'e1', versionId: 'v1', bytes: 7, parts: 1 });
    const [request] = api.received;
    expect(request?.url).toBe('/prod/upload?filename=a%20b%2Bc%2520%C3%BC.pdf');
    expect(request?.headers['content-type']).toBe('application/pdf');
    expect(request?.headers['content-length']).toBe('7');
    expect(request?.body.toString()).toBe('content');
  });

  test.each(['plain.txt', `日本 + 🎉 !'()*~;&=?#%.txt`])('signs for %s what it sends', async (name) => {
    const api = await apiThatAnswers(STORED);
    await uploadViaApi({ ...api, auth: iam }, await sourceOf(name, 'content'), timelessControl());
    const [request] = api.received;
    const [path = '', rawQuery = ''] = request?.url.split('?') ?? [];
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([key, value]) => [key, String(value)]),
    );
    const message = { method: 'POST', path, rawQuery, headers };
    const signature = readSignature(message);
    expect(signature).toMatchObject({ service: 'execute-api', region: 'eu-west-1', sessionToken: 'token' });
    expect(new URLSearchParams(rawQuery).get('filename')).toBe(name);
    if (signature === undefined) throw new Error('unsigned');
    expect(() => verifySignature(message, signature, 'secret', new Date())).not.toThrow();
  });

  test('sends its key where the API wants one', async () => {
    const api = await apiThatAnswers(STORED);
    const auth: ApiAuth = { kind: 'key', key: 'k'.repeat(20) };
    await uploadViaApi({ ...api, auth }, await sourceOf('a.txt', 'x'), timelessControl());
    expect(api.received[0]?.headers['x-api-key']).toBe('k'.repeat(20));
  });

  test('sends an empty file', async () => {
    const api = await apiThatAnswers(STORED);
    const uploaded = await uploadViaApi(
      { ...api, auth: iam },
      await sourceOf('empty', ''),
      timelessControl(),
    );
    expect(uploaded.bytes).toBe(0);
    expect(api.received[0]?.body).toHaveLength(0);
  });

  test('refuses a file over 10 MiB without asking the API', async () => {
    const api = await apiThatAnswers(STORED);
    const source = await sourceOf('big.bin', '');
    await truncate(source.path, MAX_API_BYTES + 1);
    const upload = uploadViaApi({ ...api, auth: none }, source, timelessControl());
    await expect(upload).rejects.toMatchObject({
      message: `${source.path} has 10,485,761 bytes, and API Gateway takes no more than 10 MiB`,
      hint: expect.stringMatching(/^upload big\.bin straight to S3: leave out --via api$/i),
    });
    expect(api.received).toEqual([]);
  });

  test('asks a busy API again, after as long as it says', async () => {
    const api = await apiThatAnswers([429, { 'retry-after': '7' }], [503], [429], STORED);
    const control = timelessControl();
    await uploadViaApi({ ...api, auth: iam }, await sourceOf('a.txt', 'x'), control);
    expect(control.slept).toEqual([7, 2, 4]);
    expect(api.received.map(({ body }) => body.toString())).toEqual(['x', 'x', 'x', 'x']);
  });

  test('gives up on an API that stays busy', async () => {
    const api = await apiThatAnswers([429, {}, '{"message":"Too Many Requests"}']);
    const upload = uploadViaApi({ ...api, auth: none }, await sourceOf('a.txt', 'x'), timelessControl());
    await expect(upload).rejects.toThrow('the API refused a.txt: Too Many Requests (status 429)');
    expect(api.received).toHaveLength(5);
  });

  const s3Error = (code: string, message: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

  test.each<[string, Answer, string, RegExp]>([
    [
      'nothing there',
      [403, {}, '{"message":"Missing Authentication Token"}'],
      'the API refused a.txt: Missing Authentication Token (status 403)',
      /signed requests, or lacks this method/,
    ],
    [
      'a wrong key',
      [403, {}, '{"message":"Forbidden"}'],
      'the API refused a.txt: Forbidden (status 403)',
      /key/,
    ],
    [
      'no permission',
      [403, {}, '{"Message":"User: arn:x is not authorized"}'],
      'the API refused a.txt: User: arn:x is not authorized (status 403)',
      /execute-api:Invoke/,
    ],
    [
      'a body that is too large',
      [413, { 'x-amzn-requestid': 'r1' }, '{"message":"Request Too Long"}'],
      'the API refused a.txt: Request Too Long (status 413, request r1)',
      /straight to S3/,
    ],
    [
      'S3 refusing',
      [400, { 'x-amz-request-id': 'R2' }, s3Error('AccessDenied', 'Access Denied')],
      'S3 refused a.txt: Access Denied (AccessDenied, status 400, request R2)',
      /^$/,
    ],
    [
      'a name that API Gateway cannot pass on',
      [400, {}, s3Error('SignatureDoesNotMatch', 'The request signature')],
      'S3 refused a.txt: The request signature (SignatureDoesNotMatch, status 400)',
      /cannot pass on every name/,
    ],
    [
      'an answer without a reason',
      [500, {}, ''],
      'the API refused a.txt: no reason given (status 500)',
      /status/,
    ],
    ['an answer that is not JSON', [418, {}, 'teapot'], 'the API refused a.txt: teapot (status 418)', /^$/],
  ])('explains %s', async (_, answer, message, hint) => {
    const api = await apiThatAnswers(answer);
    const upload = uploadViaApi({ ...api, auth: none }, await sourceOf('a.txt', 'x'), timelessControl());
    const error = await upload.catch((error) => error);
    expect(error.message).toBe(message);
    expect(error.hint ?? '').toMatch(hint);
  });

  test('says when nobody answers', async () => {
    const api = { invokeUrl: 'http://127.0.0.1:1/prod', auth: none };
    const upload = uploadViaApi(api, await sourceOf('a.txt', 'x'), timelessControl());
    await expect(upload).rejects.toThrow('cannot reach the API at http://127.0.0.1:1');
  });

  test('ends with the reason when aborted', async () => {
    const api = await apiThatAnswers([503]);
    const controller = new AbortController();
    const control = {
      ...timelessControl(controller.signal),
      sleep: async () => controller.abort(new Error('Ctrl-C')),
    };
    const upload = uploadViaApi({ ...api, auth: none }, await sourceOf('a.txt', 'x'), control);
    await expect(upload).rejects.toThrow('Ctrl-C');
  });
});
