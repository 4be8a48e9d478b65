import type { Core } from '../../internal.ts';
import type { ApiIntegration } from '../api.ts';
import { fillTarget, readTarget } from './aws-target.ts';
import type { Call } from './call.ts';
import { callService, type ServiceAnswer } from './call-service.ts';
import { misconfigured } from './gateway-fault.ts';
import { type IntegrationRequest, integrationRequest } from './integration-request.ts';
import type { RoleSessions } from './role-sessions.ts';

/** Runs a method's integration. Throws a `GatewayFault` when there is no answer to hand on. */
export async function integrate(core: Core, sessions: RoleSessions, call: Call): Promise<ServiceAnswer> {
  const integration = call.method.methodIntegration;
  if (integration === undefined) throw misconfigured('The method has no integration');
  const request = integrationRequest(call);
  return integration.type === 'MOCK' ? mock(request) : callAws(core, sessions, call, integration, request);
}

/** A mock answers with the status that its request template says. */
function mock({ body }: IntegrationRequest): ServiceAnswer {
  const status = Number(/^\s*\{.*?"?statusCode"?\s*:\s*"?(\d{3})\b/s.exec(body.toString('utf8'))?.[1]);
  if (Number.isNaN(status)) {
    throw misconfigured(
      'Unable to parse statusCode. It should be an integer that is defined in the request template.',
    );
  }
  return { status, headers: {}, body: Buffer.alloc(0) };
}

async function callAws(
  core: Core,
  sessions: RoleSessions,
  call: Call,
  integration: ApiIntegration,
  { path, ...request }: IntegrationRequest,
): Promise<ServiceAnswer> {
  const target = fillTarget(readTarget(withStageVariables(integration.uri, call)), path);
  // What the address still lacks makes it no address.
  if (target === undefined) throw misconfigured('Illegal character in path: a variable has no value');
  const role = integration.credentials ?? '';
  const credentials = sessions.credentials(role);
  if (credentials === undefined) {
    throw misconfigured(`API Gateway does not have permission to assume the provided role ${role}`);
  }
  const method = integration.httpMethod === 'ANY' ? call.request.method : (integration.httpMethod ?? 'GET');
  return callService(core, {
    ...request,
    target,
    method,
    credentials,
    timeoutMs: integration.timeoutInMillis,
  });
}

function withStageVariables(uri = '', { stage }: Call): string {
  return uri.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name) => stage.variables?.[name] ?? '');
}
