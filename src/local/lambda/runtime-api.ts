import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event on its way to a function. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly functionArn: string;
  /** JSON. */
  readonly clientContext?: string;
}

/** What a runtime posted: the handler's result, or the error that took its place. */
export interface Posted {
  readonly kind: 'response' | 'error' | 'initError';
  /** JSON, as a rule. */
  readonly body: Buffer;
}

/**
 * The server side of the Runtime API, for one execution environment. A runtime that asks for its first
 * event has initialised; one that asks again has done with the event before.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export interface RuntimeApi {
  /** `host:port` */
  readonly address: string;
  /** Resolves when the runtime asks for an event, with undefined, or gives up before that. */
  ready(): Promise<Posted | undefined>;
  /** Hands out an event, and resolves with what is posted for it. Only when the runtime is ready. */
  dispatch(invocation: Invocation, deadline: number): Promise<Posted>;
  close(): void;
}

export async function openRuntimeApi(): Promise<RuntimeApi> {
  let asking: ServerResponse | undefined;
  let current: { readonly requestId: string; readonly resolve: (posted: Posted) => void } | undefined;
  let whenReady = deferred<Posted | undefined>();

  const server = createServer(
    { headersTimeout: 0, keepAliveTimeout: 0, requestTimeout: 0 },
    (message, reply) => {
      answer(message, reply).catch(() => reply.destroy());
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => whenReady.promise,
    dispatch(invocation, deadline) {
      const reply = asking;
      if (reply === undefined) throw new Error('the runtime has not asked for an event');
      asking = undefined;
      whenReady = deferred();
      return new Promise((resolve) => {
        current = { requestId: invocation.requestId, resolve };
        reply.writeHead(200, eventHeaders(invocation, deadline)).end(invocation.payload);
      });
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };

  async function answer(message: IncomingMessage, reply: ServerResponse): Promise<void> {
    const [, , , what = '', id = '', outcome] = (message.url ?? '').split('/');
    if (what === 'invocation' && id === 'next') {
      asking = reply;
      whenReady.resolve(undefined);
      return;
    }
    const body = Buffer.concat(await message.toArray());
    if (what === 'init' && id === 'error') {
      accepted(reply);
      whenReady.resolve({ kind: 'initError', body });
    } else if (outcome === 'response' || outcome === 'error') {
      post(decodeURIComponent(id), { kind: outcome, body }, reply);
    } else {
      refused(reply, 404, 'NotFound', `${message.method} ${message.url} is not in the Runtime API`);
    }
  }

  function post(requestId: string, posted: Posted, reply: ServerResponse): void {
    if (current?.requestId !== requestId) {
      refused(reply, 400, 'InvalidRequestID', 'Invalid request ID');
      return;
    }
    accepted(reply);
    const { resolve } = current;
    current = undefined;
    resolve(posted);
  }
}

function eventHeaders({ requestId, functionArn, clientContext }: Invocation, deadline: number) {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-deadline-ms': String(deadline),
    'lambda-runtime-trace-id': traceId(requestId, deadline),
    ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
  };
}

/** Not sampled: there is no X-Ray. */
function traceId(requestId: string, deadline: number): string {
  const digits = requestId.replaceAll('-', '');
  const seconds = Math.floor(deadline / 1000).toString(16);
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(-16)};Sampled=0`;
}

function accepted(reply: ServerResponse): void {
  reply.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

function refused(reply: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  reply
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errorType, errorMessage }));
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
