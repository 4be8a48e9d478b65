import type { AuthenticRequest } from './authenticate.ts';
import { AwsError } from './aws-error.ts';
import type { AnyOperation, Service } from './service.ts';
import { unpacked } from './wire/compression.ts';
import { BytesBody, bufferBody, type WireRequest } from './wire/message.ts';
import type { Protocol } from './wire/protocol.ts';
import type { Operation } from './wire/schema.ts';

export interface Recognised {
  readonly protocol: Protocol;
  readonly operation: Operation;
  readonly request: AuthenticRequest;
}

/** Which operation is asked for, and in which of the service's protocols. */
export async function recognise(service: Service, packed: AuthenticRequest): Promise<Recognised> {
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
    const buffered = { ...request, body: new BytesBody(bytes) };
    return { protocol: query, operation: named(service, action ?? undefined), request: buffered };
  }
  throw new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
}

/** The function that carries an operation out. Fails with an error that names it when it is not served. */
export function functionOf({ name, protocols, operations }: Service, operation: Operation): AnyOperation {
  const run = operations.get(operation.name);
  if (run !== undefined) return run;
  const code = protocols.rest && name === 's3' ? 'NotImplemented' : 'UnsupportedOperation';
  throw new AwsError(code, `The embedded AWS does not serve ${name}:${operation.name}`, { status: 501 });
}

/** Unsigned requests do not name their service; this is only to refuse them in the right dialect. */
export function guessService({ headers }: WireRequest): string {
  const target = headers['x-amz-target']?.split(/[_.]/)[0];
  if (target === undefined)
    return headers['content-type']?.startsWith('application/x-www-form') ? 'sts' : 's3';
  return { DynamoDB: 'dynamodb', Logs: 'logs', GraniteServiceVersion20100801: 'monitoring' }[target] ?? 'sqs';
}

/** The protocol in which a request that could not be recognised is answered. */
export function protocolOf({ protocols }: Service, { headers }: WireRequest): Protocol | undefined {
  if (protocols.json && headers['x-amz-target'] !== undefined) return protocols.json;
  if (protocols.cbor && headers['smithy-protocol'] === 'rpc-v2-cbor') return protocols.cbor;
  return protocols.rest ?? protocols.query ?? protocols.json;
}

function named({ name: service, schemas, protocols }: Service, name: string | undefined): Operation {
  const operation = name === undefined ? undefined : schemas.operation(name);
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
