import {
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  DeleteMethodCommand,
  GetRequestValidatorsCommand,
  type Integration,
  type Method,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  paginateGetResources,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { absentAs, whenApiGatewayAllows } from '../engine/retry.ts';
import type { ApiDefinition } from './api-definition.ts';

type Aws = Pick<Clients, 'apigateway'>;

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

/** Defines `POST /upload` anew, as given: what was there of it is dropped first. One call after another. */
export async function writeUploadMethod(
  { apigateway }: Aws,
  restApiId: string,
  definition: ApiDefinition,
  control: Control,
): Promise<void> {
  const call = <T>(send: () => Promise<T>) =>
    whenApiGatewayAllows(control, `${VERB} ${PATH} to be defined`, send);
  const resourceId = await uploadResource();
  const requestValidatorId = await parameterValidator();
  const method = { restApiId, resourceId, httpMethod: VERB };
  await call(() => absentAs(['NotFoundException'], apigateway.send(new DeleteMethodCommand(method))));
  await call(() =>
    apigateway.send(
      new PutMethodCommand({
        ...method,
        authorizationType: definition.authorizationType,
        apiKeyRequired: definition.apiKeyRequired,
        requestValidatorId,
        requestParameters: { ...definition.requestParameters },
      }),
    ),
  );
  const { type, httpMethod, ...integration } = definition.integration;
  await call(() =>
    apigateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS',
        integrationHttpMethod: httpMethod,
        ...integration,
        requestParameters: { ...integration.requestParameters },
      }),
    ),
  );
  for (const [statusCode, { selectionPattern, headers }] of Object.entries(definition.responses)) {
    const optional = Object.fromEntries(Object.keys(headers).map((header) => [header, false]));
    const response = { ...method, statusCode };
    await call(() =>
      apigateway.send(new PutMethodResponseCommand({ ...response, responseParameters: optional })),
    );
    await call(() =>
      apigateway.send(
        new PutIntegrationResponseCommand({
          ...response,
          selectionPattern,
          responseParameters: { ...headers },
        }),
      ),
    );
  }

  async function uploadResource(): Promise<string | undefined> {
    const resources = await resourcesOf({ apigateway }, restApiId);
    const existing = resources.find(({ path }) => path === PATH);
    if (existing !== undefined) return existing.id;
    const parentId = resources.find(({ path }) => path === '/')?.id;
    const create = new CreateResourceCommand({ restApiId, parentId, pathPart: PATH.slice(1) });
    return (await call(() => apigateway.send(create))).id;
  }

  async function parameterValidator(): Promise<string | undefined> {
    const { items = [] } = await apigateway.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 }));
    const existing = items.find((it) => it.name === VALIDATOR && it.validateRequestParameters);
    if (existing !== undefined) return existing.id;
    const create = new CreateRequestValidatorCommand({
      restApiId,
      name: VALIDATOR,
      validateRequestParameters: true,
      validateRequestBody: false,
    });
    return (await call(() => apigateway.send(create))).id;
  }
}

const PATH = '/upload';
const VERB = 'POST';
const VALIDATOR = 'parameters';

async function resourcesOf({ apigateway }: Aws, restApiId: string): Promise<Resource[]> {
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
