import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Need } from './access/need.ts';
import { missingToken } from './auth-errors.ts';
import { type AuthenticRequest, authenticate, type Gatekeeper } from './authenticate.ts';
import type { Asked, Authority } from './authorise.ts';
import { AwsError } from './aws-error.ts';
import { type ArrivedCall, ConnectionDropped, type Interference } from './interfere.ts';
import { functionOf, guessService, protocolOf, recognise } from './recognise.ts';
import type { AnyAccess, RequestContext, Service } from './service.ts';
import { readSignature } from './signature.ts';
import type { Storage } from './storage.ts';
import { BytesBody, type WireRequest, type WireResponse } from './wire/message.ts';
import { modelConstraints } from './wire/model-constraints.ts';
import type { Input } from './wire/protocol.ts';
import { validate } from './wire/validate.ts';

/**
 * Answers requests that belong to no service's model: a deployed API, the mailbox. Undefined leaves
 * the request to the services.
 */
export type SideDoor = (request: AuthenticRequest) => Promise<WireResponse> | undefined;

export interface FrontDoorOptions extends Gatekeeper {
  readonly services: readonly Service[];
  readonly sideDoors: readonly SideDoor[];
  readonly authority: Authority;
  readonly storage: Storage;
  readonly interference: Interference;
  readonly asked?: Asked | undefined;
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
    if (response === 'dropped') {
      message.socket.destroy();
      return;
    }
    reply.setHeader('date', new Date(options.clock.now()).toUTCString());
    await send(message, reply, response);
  }

  async function respond(message: IncomingMessage): Promise<WireResponse | 'dropped'> {
    const requestId = randomUUID();
    const unsigned = toWireRequest(message);
    if (!fromThisMachine(unsigned.headers['host'])) return plain(403, 'Only loopback names are served');
    let service = services.get(guessService(unsigned));
    try {
      const signature = readSignature(unsigned);
      if (signature !== undefined) service = services.get(signature.service);
      const request = await authenticate(options, unsigned, signature, requestId);
      return (
        (await throughSideDoor(request)) ??
        (await serve(service ?? unknownService(signature?.service), request))
      );
    } catch (error) {
      if (error instanceof ConnectionDropped) return 'dropped';
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

  async function serve(service: Service, unrecognisedRequest: AuthenticRequest): Promise<WireResponse> {
    const { caller } = unrecognisedRequest;
    if (caller === undefined) throw missingToken(service.name);
    const { protocol, operation, request } = await recognise(service, unrecognisedRequest);
    const run = functionOf(service, operation);
    const input = await protocol.decode(operation, request);
    validate(operation.input, input, {
      constraints: await modelConstraints(service.name),
      code: service.validationCode,
      message: service.validationMessage,
      bodyName: service.bodyName?.(operation.name),
    });
    const needs = () => needsOf(service.access.get(operation.name), input, request);
    const call: ArrivedCall = {
      service: service.name,
      operation: operation.name,
      input,
      caller,
      needs,
      admit: () => service.admit?.(operation.name, input),
    };
    const denial = (need: Need) => {
      options.asked?.(caller, need);
      return options.authority.denial(service.name, caller, need);
    };
    return await options.interference.around(call, async () => {
      authorise(needs(), denial);
      const context: RequestContext = {
        requestId: request.requestId,
        caller,
        request,
        body: bodyOf(input),
        trailers: request.trailers,
        denial,
      };
      const output = await (run as (input: Input, context: RequestContext) => unknown)(input, context);
      return protocol.encode(operation, (output ?? {}) as object, { requestId: request.requestId, request });
    });
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

function needsOf(access: AnyAccess | undefined, input: Input, request: WireRequest): readonly Need[] {
  const ask = access as ((input: Input, request: WireRequest) => Need | readonly Need[]) | undefined;
  return [ask?.(input, request) ?? []].flat();
}

/** Fails with the first thing that the caller may not do. */
function authorise(needs: readonly Need[], denial: RequestContext['denial']): void {
  for (const need of needs) {
    const denied = denial(need);
    if (denied !== undefined) throw denied;
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
    body: hasBody(headers) ? message : new BytesBody(Buffer.alloc(0)),
  };
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
function hasBody(headers: Readonly<Record<string, string>>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A page in a browser could otherwise reach this port through a name that it controls. */
function fromThisMachine(host = ''): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:[\w.-]+\.)?localhost)(?::\d+)?$/i.test(host);
}

function encodeError(
  service: Service | undefined,
  request: WireRequest,
  requestId: string,
  error: AwsError,
): WireResponse {
  const protocol = service && protocolOf(service, request);
  if (!protocol) return plain(error.status ?? 400, `${error.code}: ${error.message}`);
  return protocol.encodeError(error, service.schemas.error(error.code), { requestId, request });
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
    await pipeline(body, reply);
  } catch {
    reply.destroy();
  }
}

function bodyOf(input: Input): Readable {
  return Object.values(input).find((value) => value instanceof Readable) ?? new BytesBody(Buffer.alloc(0));
}

function plain(status: number, text: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

function unknownService(name: string | undefined): never {
  const message =
    name === undefined ? 'The request is not signed' : `The embedded AWS has no service ${name}`;
  throw new AwsError('UnknownService', message, { status: 404 });
}
