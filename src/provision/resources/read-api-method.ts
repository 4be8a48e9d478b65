import {
  GetRequestValidatorsCommand,
  type Integration,
  type Method,
  paginateGetResources,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { ApiDefinition } from './api-definition.ts';

type Aws = Pick<Clients, 'apigateway'>;

/** Where the upload door is. */
export const PATH = '/upload';
export const VERB = 'POST';

/** How `POST /upload` of an API is defined at present; undefined when it is not. Three reads. */
export async function readUploadMethod(aws: Aws, restApiId: string): Promise<ApiDefinition | undefined> {
  const [resources, validators] = await Promise.all([
    resourcesOf(aws, restApiId),
    aws.apigateway.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 })),
  ]);
  const method = resources.find(({ path }) => path === PATH)?.resourceMethods?.[VERB];
  if (method === undefined) return undefined;
  const validator = validators.items?.find(({ id }) => id === method.requestValidatorId);
  const integration: Integration = method.methodIntegration ?? {};
  return {
    authorizationType: method.authorizationType,
    apiKeyRequired: method.apiKeyRequired ?? false,
    validatesParameters: validator?.validateRequestParameters ?? false,
    requestParameters: method.requestParameters ?? {},
    integration: {
      type: integration.type,
      httpMethod: integration.httpMethod,
      uri: integration.uri,
      credentials: integration.credentials,
      passthroughBehavior: integration.passthroughBehavior,
      requestParameters: integration.requestParameters ?? {},
    },
    responses: responsesOf(method, integration),
  };
}

/** All resources of the API with their methods. */
export async function resourcesOf({ apigateway }: Aws, restApiId: string): Promise<Resource[]> {
  const found: Resource[] = [];
  const pages = paginateGetResources(
    { client: apigateway, pageSize: 500 },
    { restApiId, embed: ['methods'] },
  );
  for await (const { items = [] } of pages) found.push(...items);
  return found;
}

/** A status counts with both halves: what the method declares and what the integration maps to it. */
function responsesOf(method: Method, integration: Integration): ApiDefinition['responses'] {
  const mapped = integration.integrationResponses ?? {};
  const statuses = Object.keys(method.methodResponses ?? {}).filter((status) => mapped[status] !== undefined);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        selectionPattern: mapped[status]?.selectionPattern || undefined,
        headers: mapped[status]?.responseParameters ?? {},
      },
    ]),
  );
}
