import { type IncomingMessage, request as openRequest } from 'node:http';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { type AccessKey, REGION } from '../../credentials.ts';
import type { Core } from '../../internal.ts';
import { type AwsTarget, encodeStrictly } from './aws-target.ts';
import { GatewayFault, misconfigured } from './gateway-fault.ts';
import { headerText } from './header-text.ts';

export interface ServiceRequest {
  readonly target: AwsTarget;
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly credentials: AccessKey;
  readonly timeoutMs: number;
}

export interface ServiceAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Calls a service of this AWS through its front door, signed. Throws a `GatewayFault` when it does not answer. */
export async function callService(core: Core, request: ServiceRequest): Promise<ServiceAnswer> {
  const { path, query } = request.target;
  const parameters = { ...Object.fromEntries(new URLSearchParams(query)), ...request.query };
  const headers = await signedHeaders(core, request, parameters);
  const rawQuery = Object.entries(parameters).map((pair) => pair.map(encodeStrictly).join('='));
  return exchange(core, request, rawQuery.length === 0 ? path : `${path}?${rawQuery.join('&')}`, headers);
}

/** The HTTP client sets these itself. */
const OWN_HEADERS = ['host', 'content-length', 'transfer-encoding', 'connection', 'expect', 'authorization'];

/** What API Gateway hands on, in either direction, at most. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

async function signedHeaders(
  core: Core,
  { target, method, headers, body, credentials }: ServiceRequest,
  query: Record<string, string>,
): Promise<Record<string, string>> {
  const { hostname, port, host } = new URL(core.endpoint());
  const signer = new SignatureV4({
    service: target.service,
    region: REGION,
    credentials,
    sha256: Hash.bind(null, 'sha256'),
    uriEscapePath: target.service !== 's3',
    applyChecksum: true,
  });
  const given = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), headerText(value)] as const,
  );
  const kept = Object.fromEntries(given.filter(([name]) => !OWN_HEADERS.includes(name)));
  const signed = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: target.path,
      query,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...target.headers,
        ...kept,
        host,
      },
      body,
    },
    { signingDate: new Date(core.clock.now()) },
  );
  return signed.headers;
}

async function exchange(
  core: Core,
  { method, body, timeoutMs }: ServiceRequest,
  path: string,
  headers: Record<string, string>,
): Promise<ServiceAnswer> {
  const { hostname, port } = new URL(core.endpoint());
  const outgoing = openRequest({ hostname, port, method, path, headers, agent: false });
  const timer = core.clock.after(timeoutMs, () => outgoing.destroy(timedOut()));
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on('response', resolve).on('error', reject).end(body);
    });
    return { status: answer.statusCode ?? 500, headers: flatHeaders(answer), body: await read(answer) };
  } catch (error) {
    if (error instanceof GatewayFault) throw error;
    throw new GatewayFault('INTEGRATION_FAILURE', 'Internal server error', 'InternalServerErrorException');
  } finally {
    timer.cancel();
  }
}

function timedOut(): GatewayFault {
  return new GatewayFault(
    'INTEGRATION_TIMEOUT',
    'Endpoint request timed out',
    'InternalServerErrorException',
  );
}

function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')]));
}

async function read(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw misconfigured('The integration answered with more than 10 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
