import type * as sdk from '@aws-sdk/client-api-gateway';
import { type Need, passRole } from '../access/need.ts';
import { PARTITION, REGION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';
import type { WireRequest } from '../wire/message.ts';

/** To whom roles of integrations are passed. */
export const API_GATEWAY = 'apigateway.amazonaws.com';

/**
 * API Gateway's actions are HTTP's: a request needs its own method on its own path, whatever it means.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html
 */
export const apiGatewayAccess: AccessTable<typeof sdk> = {
  getAccount: asSent,
  createApiKey: tagging,
  getApiKey: asSent,
  getApiKeys: asSent,
  updateApiKey: asSent,
  deleteApiKey: asSent,
  createDeployment: asSent,
  getDeployment: asSent,
  getDeployments: asSent,
  deleteDeployment: asSent,
  putGatewayResponse: asSent,
  getGatewayResponse: asSent,
  getGatewayResponses: asSent,
  deleteGatewayResponse: asSent,
  // Roles in the document are found while it is read.
  importRestApi: asSent,
  putRestApi: asSent,
  putIntegration: ({ credentials }, request) => [
    asSent({}, request),
    ...(credentials === undefined ? [] : [passRole(credentials, API_GATEWAY)]),
  ],
  getIntegration: asSent,
  deleteIntegration: asSent,
  putIntegrationResponse: asSent,
  getIntegrationResponse: asSent,
  deleteIntegrationResponse: asSent,
  putMethod: asSent,
  getMethod: asSent,
  updateMethod: asSent,
  deleteMethod: asSent,
  putMethodResponse: asSent,
  getMethodResponse: asSent,
  deleteMethodResponse: asSent,
  createRequestValidator: asSent,
  getRequestValidator: asSent,
  getRequestValidators: asSent,
  deleteRequestValidator: asSent,
  createResource: asSent,
  getResource: asSent,
  getResources: asSent,
  deleteResource: asSent,
  createRestApi: tagging,
  getRestApi: asSent,
  getRestApis: asSent,
  updateRestApi: asSent,
  deleteRestApi: asSent,
  createStage: tagging,
  getStage: asSent,
  getStages: asSent,
  updateStage: asSent,
  deleteStage: asSent,
  getTags: asSent,
  tagResource: asSent,
  untagResource: asSent,
  createUsagePlan: tagging,
  getUsagePlan: asSent,
  getUsagePlans: asSent,
  updateUsagePlan: asSent,
  deleteUsagePlan: asSent,
  createUsagePlanKey: asSent,
  getUsagePlanKey: asSent,
  getUsagePlanKeys: asSent,
  deleteUsagePlanKey: asSent,
};

function asSent(_input: object, { method, path }: Pick<WireRequest, 'method' | 'path'>): Need {
  return { action: `apigateway:${method}`, resource: `arn:${PARTITION}:apigateway:${REGION}::${path}` };
}

/** Tags given to a new thing need what tagging it afterwards would; its id is not known yet. */
function tagging({ tags }: { readonly tags?: object | undefined }, request: WireRequest): Need[] {
  const path = `/tags/${encodeURIComponent(`arn:${PARTITION}:apigateway:${REGION}::${request.path}`)}%2F*`;
  return [
    asSent({}, request),
    ...(Object.keys(tags ?? {}).length > 0 ? [asSent({}, { method: 'PUT', path })] : []),
  ];
}
