import {
  GetRequestValidatorsCommand,
  type Method,
  paginateGetResources,
  type RequestValidator,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { ApiDefinition, ApiMethod } from './api-definition.ts';

type Aws = Pick<Clients, 'apigateway'>;

/** What an API consists of, in API Gateway's own words. */
export interface ApiParts {
  /** With their methods. */
  readonly resources: readonly Resource[];
  readonly validators: readonly RequestValidator[];
}

/** Reads all parts of an API. Two reads. */
export async function readApi({ apigateway }: Aws, restApiId: string): Promise<ApiParts> {
  const [resources, validators] = await Promise.all([
    resourcesOf({ apigateway }, restApiId),
    apigateway.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 })),
  ]);
  return { resources, validators: validators.items ?? [] };
}

/** How all methods of an API are defined. */
export function definitionOf({ resources, validators }: ApiParts): ApiDefinition {
  const validating = validators.filter((it) => it.validateRequestParameters);
  const validatorIds = validating.flatMap(({ id }) => id ?? []);
  return Object.fromEntries(
    resources.flatMap(({ path, resourceMethods = {} }) =>
      Object.entries(resourceMethods).map(([verb, method]) => [
        `${verb} ${path}`,
        methodOf(method, validatorIds.includes(method.requestValidatorId ?? '')),
      ]),
    ),
  );
}

async function resourcesOf({ apigateway }: Aws, restApiId: string): Promise<Resource[]> {
  const found: Resource[] = [];
  const pages = paginateGetResources(
    { client: apigateway, pageSize: 500 },
    { restApiId, embed: ['methods'] },
  );
  for await (const { items = [] } of pages) found.push(...items);
  return found;
}

function methodOf(method: Method, validatesParameters: boolean): ApiMethod {
  const { methodIntegration: integration = {} } = method;
  return {
    authorizationType: method.authorizationType,
    apiKeyRequired: method.apiKeyRequired ?? false,
    validatesParameters,
    requestParameters: method.requestParameters ?? {},
    integration: {
      type: integration.type,
      httpMethod: integration.httpMethod,
      uri: integration.uri,
      credentials: integration.credentials,
      passthroughBehavior: integration.passthroughBehavior,
      contentHandling: integration.contentHandling,
      requestParameters: integration.requestParameters ?? {},
      requestTemplates: integration.requestTemplates ?? {},
    },
    responses: responsesOf(method),
  };
}

/** A status counts with both halves: what the method declares and what the integration maps to it. */
function responsesOf({ methodResponses = {}, methodIntegration }: Method): ApiMethod['responses'] {
  const mapped = methodIntegration?.integrationResponses ?? {};
  const statuses = Object.keys(methodResponses).filter((status) => mapped[status] !== undefined);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        selectionPattern: mapped[status]?.selectionPattern || undefined,
        headers: mapped[status]?.responseParameters ?? {},
        contentHandling: mapped[status]?.contentHandling,
        templates: mapped[status]?.responseTemplates ?? {},
      },
    ]),
  );
}
