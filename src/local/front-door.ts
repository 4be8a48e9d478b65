import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { pipeline as streamPipeline } from 'node:stream/promises';
import { AwsError } from './aws-error.ts';
import type { Clock } from './clock.ts';
import type { Caller, Credentials } from './credentials.ts';
import type { RequestContext, Service } from './service.ts';
import { readSignature, type Signature, sha256Hex, verifySignature } from './signature.ts';
import { signedBody } from './signed-body.ts';
import type { Storage } from './storage.ts';
import { unpacked } from './wire/compression.ts';
import { bufferBody, type WireRequest, type WireResponse } from './wire/message.ts';
import type { Input, Protocol } from './wire/protocol.ts';
import type { Operation } from './wire/schema.ts';
import { validate } from './wire/validate.ts';

/** A request that its signature has been found right for. */
export interface AuthenticRequest extends WireRequest {
  readonly requestId: string;
  /** Undefined when the request was not signed. */
  readonly caller: Caller | undefined;
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * Answers requests that belong to no service's model: a deployed API, the mailbox. Undefined leaves
 * the request to the services.
 */
export type SideDoor = (request: AuthenticRequest) => Promise<WireResponse> | undefined;

export interface FrontDoorOptions {
  readonly services: readonly Service[];
  readonly sideDoors: readonly SideDoor[];
  readonly credentials: Credentials;
  readonly storage: Storage;
  readonly clock: Clock;
  /** Told of errors that are ours, not the caller's. */
  readonly onFault: (error: unknown) => void;
}

/** The one HTTP server in front of every service; not listening yet. */
export function createFrontDoor(options: FrontDoorOptions): Server {
  const services = new Map(options.services.map((service) => [service.name, service]));
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 65_000 }, (message, reply) => {
    // A server that was told to close waits for connections that went idle only afterwards.
    reply.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    answer(message, reply).catch(options.onFault);
  });
  server.on('checkContinue', (message: IncomingMessage, reply: ServerResponse) => {
    reply.writeContinue();
    server.emit('request', message, reply);
  });
  return server;

  async function answer(message: IncomingMessage, reply: ServerResponse): Promise<void> {
    const response = await respond(message);
    // Nothing is acknowledged before it would survive a kill.
    await options.storage.settled();
    await send(message, reply, response);
  }

  async function respond(message: IncomingMessage): Promise<WireResponse> {
    const requestId = randomUUID();
    const unsigned = toWireRequest(message);
    if (!fromThisMachine(unsigned.headers['host'])) return plain(403, 'Only loopback names are served');
    let service = services.get(guessService(unsigned));
    try {
      const signature = readSignature(unsigned);
      if (signature !== undefined) service = services.get(signature.service);
      const request = await authenticate(unsigned, signature, requestId);
      return (
        (await throughSideDoor(request)) ??
        (await serve(service ?? unknownService(signature?.service), request))
      );
    } catch (error) {
      return encodeError(service, unsigned, requestId, asAwsError(error));
    }
  }

  async function throughSideDoor(request: AuthenticRequest): Promise<WireResponse | undefined> {
    for (const door of options.sideDoors) {
      const response = await door(request);
      if (response !== undefined) return response;
    }
    return undefined;
  }

  async function authenticate(
    unhashed: WireRequest,
    unhashedSignature: Signature | undefined,
    requestId: string,
  ): Promise<AuthenticRequest> {
    if (unhashedSignature === undefined) {
      return { ...unhashed, requestId, caller: undefined, trailers: new Map() };
    }
    const { request, signature } = await withPayloadHash(unhashed, unhashedSignature);
    const key = options.credentials.find(signature.accessKeyId);
    if (key === undefined) throw unknownKey(signature.service);
    if (key.sessionToken !== signature.sessionToken) throw invalidToken(signature.service);
    const now = new Date(options.clock.now());
    if (key.expires !== undefined && key.expires < now.getTime()) throw expiredToken(signature.service);
    const signingKey = verifySignature(request, signature, key.secretAccessKey, now);
    const framed = signedBody(signature, signingKey);
    if (framed === undefined) return { ...request, requestId, caller: key.caller, trailers: new Map() };
    // An error in either stream reaches whoever reads the transform.
    const body = pipeline(request.body, framed.transform, () => {});
    return { ...request, requestId, caller: key.caller, body, trailers: framed.trailers };
  }

  async function serve(service: Service, unrecognisedRequest: AuthenticRequest): Promise<WireResponse> {
    const { caller } = unrecognisedRequest;
    if (caller === undefined) throw missingToken(service.name);
    const { protocol, operation, request } = await recognise(service, unrecognisedRequest);
    const run = service.operations.get(operation.name);
    if (run === undefined) throw notServed(service, operation.name);
    const input = await protocol.decode(operation, request);
    validate(operation.input, input, service.validationCode);
    const context: RequestContext = {
      requestId: request.requestId,
      caller,
      request,
      body: bodyOf(input),
      trailers: request.trailers,
    };
    const output = await (run as (input: Input, context: RequestContext) => unknown)(input, context);
    return protocol.encode(operation, (output ?? {}) as object, { requestId: request.requestId, request });
  }

  function asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    options.onFault(error);
    return new AwsError('InternalFailure', 'The embedded AWS failed; its log says more', {
      status: 500,
      cause: error,
    });
  }
}

function toWireRequest(message: IncomingMessage): WireRequest {
  const url = message.url ?? '/';
  const at = url.indexOf('?');
  const rawQuery = at < 0 ? '' : url.slice(at + 1);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return {
    method: message.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers,
    body: message,
  };
}

/** Clients other than the SDK for JavaScript sign the hash of the payload without sending it. */
async function withPayloadHash(request: WireRequest, signature: Signature) {
  if (signature.payloadHash !== '') return { request, signature };
  const bytes = await bufferBody(request);
  return {
    request: { ...request, body: Readable.from([bytes]) },
    signature: { ...signature, payloadHash: sha256Hex(bytes) },
  };
}

/** A page in a browser could otherwise reach this port through a name that it controls. */
function fromThisMachine(host = ''): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:[\w.-]+\.)?localhost)(?::\d+)?$/i.test(host);
}

interface Recognised {
  readonly protocol: Protocol;
  readonly operation: Operation;
  readonly request: AuthenticRequest;
}

/** Which operation is asked for, and in which of the service's protocols. */
async function recognise(service: Service, packed: AuthenticRequest): Promise<Recognised> {
  const { json, cbor, query, rest } = service.protocols;
  // REST payloads are kept as they came.
  const request = rest ? packed : unpacked(packed);
  const target = request.headers['x-amz-target'];
  if (json && target !== undefined) {
    return { protocol: json, operation: named(service, target.split('.').at(-1)), request };
  }
  if (cbor && request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    return { protocol: cbor, operation: named(service, request.path.split('/').at(-1)), request };
  }
  if (rest) return { protocol: rest, operation: routed(service, request), request };
  if (query) {
    const bytes = await bufferBody(request);
    const action = new URLSearchParams(bytes.toString('utf8')).get('Action') ?? request.query.get('Action');
    const buffered = { ...request, body: Readable.from([bytes]) };
    return { protocol: query, operation: named(service, action ?? undefined), request: buffered };
  }
  throw new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
}

function named({ name: service, schemas, protocols }: Service, name: string | undefined): Operation {
  const operation = name === undefined ? undefined : schemas.operations.get(name);
  if (operation !== undefined) return operation;
  if (protocols.query) {
    throw new AwsError('InvalidAction', `Could not find operation ${name} for service ${service}`);
  }
  throw new AwsError('UnknownOperationException', `Unknown operation ${name}`, { status: 400 });
}

function routed({ name, router, protocols }: Service, request: WireRequest): Operation {
  const address = protocols.addressOf?.(request) ?? { path: request.path, input: {} };
  const operation = router(request, address);
  if (operation !== undefined) return operation;
  const message = `${request.method} ${request.path} is no operation of ${name}`;
  throw new AwsError('UnknownOperationException', message, { status: 404 });
}

/** Unsigned requests do not name their service; this is only to refuse them in the right dialect. */
function guessService({ headers }: WireRequest): string {
  const target = headers['x-amz-target']?.split(/[_.]/)[0];
  if (target === undefined)
    return headers['content-type']?.startsWith('application/x-www-form') ? 'sts' : 's3';
  return { DynamoDB: 'dynamodb', Logs: 'logs', GraniteServiceVersion20100801: 'monitoring' }[target] ?? 'sqs';
}

function encodeError(
  service: Service | undefined,
  request: WireRequest,
  requestId: string,
  error: AwsError,
): WireResponse {
  const protocol = service && protocolOf(service, request);
  if (!protocol) return plain(error.status ?? 400, `${error.code}: ${error.message}`);
  return protocol.encodeError(error, service.schemas.errors.get(error.code), { requestId, request });
}

function protocolOf({ protocols }: Service, { headers }: WireRequest): Protocol | undefined {
  if (protocols.json && headers['x-amz-target'] !== undefined) return protocols.json;
  if (protocols.cbor && headers['smithy-protocol'] === 'rpc-v2-cbor') return protocols.cbor;
  return protocols.rest ?? protocols.query ?? protocols.json;
}

async function send(message: IncomingMessage, reply: ServerResponse, response: WireResponse): Promise<void> {
  reply.writeHead(response.status, response.headers);
  if (response.body instanceof Readable) await streamOut(response.body, reply);
  else reply.end(message.method === 'HEAD' ? undefined : response.body);
  // What the client is still sending is read and dropped, so that it gets to see the answer.
  message.unpipe();
  message.resume();
}

/** A reader that goes away is its own business. */
async function streamOut(body: Readable, reply: ServerResponse): Promise<void> {
  try {
    await streamPipeline(body, reply);
  } catch {
    reply.destroy();
  }
}

function bodyOf(input: Input): Readable {
  return Object.values(input).find((value) => value instanceof Readable) ?? Readable.from([]);
}

function plain(status: number, text: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

function notServed({ name, protocols }: Service, operation: string): AwsError {
  const code = protocols.rest && name === 's3' ? 'NotImplemented' : 'UnsupportedOperation';
  return new AwsError(code, `The embedded AWS does not serve ${name}:${operation}`, { status: 501 });
}

function unknownService(name: string | undefined): never {
  const message =
    name === undefined ? 'The request is not signed' : `The embedded AWS has no service ${name}`;
  throw new AwsError('UnknownService', message, { status: 404 });
}

// S3 words these in its own way; the rest of AWS shares one.

function unknownKey(service: string): AwsError {
  return service === 's3'
    ? new AwsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        denied,
      )
    : new AwsError(unrecognised(service), 'The security token included in the request is invalid.', denied);
}

function invalidToken(service: string): AwsError {
  return service === 's3'
    ? new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', { status: 400 })
    : new AwsError(unrecognised(service), 'The security token included in the request is invalid.', denied);
}

function expiredToken(service: string): AwsError {
  return service === 's3'
    ? new AwsError('ExpiredToken', 'The provided token has expired.', { status: 400 })
    : new AwsError(
        service === 'iam' || service === 'sts' || service === 'sns'
          ? 'ExpiredToken'
          : 'ExpiredTokenException',
        'The security token included in the request is expired',
        denied,
      );
}

function missingToken(service: string): AwsError {
  return service === 's3'
    ? new AwsError('AccessDenied', 'Access Denied', denied)
    : new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', denied);
}

/** The query services and the JSON services name the same refusal differently. */
function unrecognised(service: string): string {
  return ['iam', 'sts', 'sns'].includes(service) ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
}

const denied = { status: 403 };
