import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AuthenticRequest } from '../../authenticate.ts';
import type { Authority } from '../../authorise.ts';
import { AwsError } from '../../aws-error.ts';
import type { SideDoor } from '../../front-door.ts';
import type { Core, MetricSink, RoleStore } from '../../internal.ts';
import type { WireResponse } from '../../wire/message.ts';
import type { GatewayState } from '../state.ts';
import { type Address, addressOf } from './address.ts';
import { createAdmission } from './admit.ts';
import type { Call, Visit } from './call.ts';
import { compressed } from './compression.ts';
import { type FoundRoute, findRoute } from './find-method.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { GatewayFault, misconfigured, missingToken } from './gateway-fault.ts';
import { integrate } from './integrate.ts';
import { integrationResponse } from './integration-response.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { readBody } from './read-body.ts';
import { recordMetrics } from './record-metrics.ts';
import { createRoleSessions } from './role-sessions.ts';
import { validateRequest } from './validate-request.ts';

export interface DataPlaneOptions {
  readonly core: Core;
  readonly state: GatewayState;
  readonly roles: RoleStore;
  readonly metrics: MetricSink;
  readonly authority: Authority;
}

/** Serves the deployed APIs: every stage as its deployment was when it was made. */
export function createDataPlane({ core, state, roles, metrics, authority }: DataPlaneOptions): SideDoor {
  const admission = createAdmission(core.clock, state, createRateLimiter(core.clock), authority);
  const sessions = createRoleSessions(core.clock, roles);
  return (request) => {
    const address = addressOf(request);
    return address && answer(request, address);
  };

  async function answer(request: AuthenticRequest, address: Address): Promise<WireResponse> {
    const visit = open(request, address);
    if (visit === undefined) return forbidden(request.requestId);
    const route = findRoute(visit.definition, request.method, visit.path);
    const { integrationMs, ...response } = await serve(visit, route);
    recordMetrics(metrics, visit, route, {
      status: response.status,
      latencyMs: core.clock.now() - visit.time,
      integrationMs,
    });
    return withLength(await compressed(visit, withIds(visit, response)));
  }

  function open(request: AuthenticRequest, { apiId, stage: stageName, path }: Address): Visit | undefined {
    const api = state.apis.get(apiId);
    const stage = state.stages.get(`${apiId}/${stageName}`);
    const deployment = stage && state.deployments.get(`${apiId}/${stage.deploymentId}`);
    if (api === undefined || stage === undefined || deployment === undefined) return undefined;
    if (deployment.definition.disableExecuteApiEndpoint) return undefined;
    return {
      request,
      path,
      // A semicolon separates parameters, as an ampersand does.
      query: new URLSearchParams(request.rawQuery.replaceAll(';', '&')),
      api,
      stage,
      definition: deployment.definition,
      extendedRequestId: `${randomBytes(11).toString('base64url')}=`,
      time: core.clock.now(),
    };
  }

  async function serve(visit: Visit, route: FoundRoute | undefined): Promise<Served> {
    const started: Started = {};
    try {
      if (route === undefined) throw missingToken();
      const apiKeyId = admission.admit(visit, route);
      const call: Call = { ...visit, ...route, apiKeyId, body: await readBody(visit) };
      validateRequest(call);
      started.at = core.clock.now();
      const answered = await integrate(core, sessions, call);
      return { ...integrationResponse(call, answered), integrationMs: core.clock.now() - started.at };
    } catch (error) {
      const integrationMs = started.at === undefined ? undefined : core.clock.now() - started.at;
      return { ...gatewayAnswer({ ...visit, ...route }, asFault(error)), integrationMs };
    }
  }

  function asFault(error: unknown): GatewayFault {
    if (error instanceof GatewayFault) return error;
    // The body was not what its signature says.
    if (error instanceof AwsError) return new GatewayFault('INVALID_SIGNATURE', error.message, error.code);
    core.onFault(error);
    return misconfigured('The embedded AWS failed');
  }
}

interface Started {
  at?: number;
}

type Served = WireResponse & { readonly integrationMs: number | undefined };

/** For what is not there at all, no API can say how it wants to be answered. */
function forbidden(requestId: string): WireResponse {
  return {
    status: 403,
    headers: {
      'Content-Type': 'application/json',
      'x-amzn-RequestId': requestId,
      'x-amzn-ErrorType': 'ForbiddenException',
    },
    body: '{"message":"Forbidden"}',
  };
}

function withIds({ request, extendedRequestId }: Visit, response: WireResponse): WireResponse {
  const ids = { 'x-amzn-RequestId': request.requestId, 'x-amz-apigw-id': extendedRequestId };
  return { ...response, headers: { ...ids, ...response.headers } };
}

function withLength(response: WireResponse): WireResponse {
  const { body } = response;
  if (body === undefined || body instanceof Readable) return response;
  return { ...response, headers: { ...response.headers, 'Content-Length': String(Buffer.byteLength(body)) } };
}
