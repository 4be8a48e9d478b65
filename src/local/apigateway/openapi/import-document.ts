import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { AwsError } from '../../aws-error.ts';
import {
  type Api,
  type ApiResource,
  type ApiValidator,
  withDefinition,
  withMethod,
  withResource,
} from '../api.ts';
import { badRequest, notServed } from '../faults.ts';
import { gatewayResponseFrom, withGatewayResponse } from '../gateway-responses.ts';
import { childResource } from '../resources.ts';
import { checkedPolicy, compressionSize } from '../rest-apis.ts';
import { newId } from '../state.ts';
import { type Json, list, record, text, texts } from './document.ts';
import { importMethod } from './import-method.ts';

export interface Imported {
  readonly api: Api;
  /** What of the document was left out. */
  readonly warnings: readonly string[];
}

/** The API with all that a document defines put into it; methods that it had before are replaced. */
export function importDocument(api: Api, document: Json): Imported {
  const warnings = leftOut(document);
  let result = withSettings(api, document);
  result = withValidators(result, record(document['x-amazon-apigateway-request-validators']));
  for (const [type, response] of Object.entries(record(document['x-amazon-apigateway-gateway-responses']))) {
    result = withGatewayResponse(result, readGatewayResponse(type, record(response)));
  }
  for (const [path, item] of Object.entries(record(document['paths']))) {
    result = withPath(result, document, path, record(item), warnings);
  }
  return { api: result, warnings };
}

/** Left behind on purpose, and without consequence for what is served. */
const UNDERSTOOD = [
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-minimum-compression-size',
  'x-amazon-apigateway-api-key-source',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-endpoint-configuration',
  'x-amazon-apigateway-request-validators',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-gateway-responses',
];

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'x-amazon-apigateway-any-method'];

function leftOut(document: Json): string[] {
  const extensions = Object.keys(document).filter((key) => key.startsWith('x-amazon-apigateway-'));
  const schemas = {
    ...record(document['definitions']),
    ...record(record(document['components'])['schemas']),
  };
  const models = Object.keys(schemas).filter((name) => name !== 'Empty' && name !== 'Error');
  return [
    ...extensions.filter((key) => !UNDERSTOOD.includes(key)).map((key) => `${key} is ignored`),
    ...models.map((name) => `Model ${name} is ignored`),
  ];
}

function withSettings(api: Api, document: Json): Api {
  if (document['x-amazon-apigateway-api-key-source'] === 'AUTHORIZER')
    throw notServed('API keys from authorizers');
  const endpoint = record(document['x-amazon-apigateway-endpoint-configuration']);
  if (endpoint['vpcEndpointIds'] !== undefined) throw notServed('private APIs');
  const types = document['x-amazon-apigateway-binary-media-types'];
  const policy = document['x-amazon-apigateway-policy'];
  const size = document['x-amazon-apigateway-minimum-compression-size'];
  const disabled = endpoint['disableExecuteApiEndpoint'];
  return withDefinition(api, {
    ...(types === undefined ? {} : { binaryMediaTypes: list(types).map((type) => text(type) ?? '') }),
    ...(policy === undefined ? {} : { policy: checkedPolicy(JSON.stringify(policy)) }),
    ...(size === undefined ? {} : { minimumCompressionSize: compressionSize(Number(size)) }),
    ...(disabled === undefined ? {} : { disableExecuteApiEndpoint: disabled === true }),
  });
}

function withValidators(api: Api, validators: Json): Api {
  const requestValidators = { ...api.definition.requestValidators };
  for (const [name, value] of Object.entries(validators)) {
    const known = Object.values(requestValidators).find((validator) => validator.name === name);
    const { validateRequestBody, validateRequestParameters } = record(value);
    const validator: ApiValidator = {
      id: known?.id ?? newId(6),
      name,
      validateRequestBody: validateRequestBody === true,
      validateRequestParameters: validateRequestParameters === true,
    };
    requestValidators[validator.id] = validator;
  }
  return withDefinition(api, { requestValidators });
}

function readGatewayResponse(type: string, { statusCode, responseParameters, responseTemplates }: Json) {
  return gatewayResponseFrom({
    responseType: type as GatewayResponseType,
    statusCode: text(statusCode),
    responseParameters: responseParameters === undefined ? undefined : texts(responseParameters),
    responseTemplates: responseTemplates === undefined ? undefined : texts(responseTemplates),
  });
}

function withPath(api: Api, document: Json, path: string, item: Json, warnings: string[]): Api {
  const { api: withResources, resource } = withResourcesTo(api, path);
  let result = withResources;
  for (const verb of VERBS) {
    const operation = item[verb];
    if (operation === undefined) continue;
    const httpMethod = verb === 'x-amazon-apigateway-any-method' ? 'ANY' : verb.toUpperCase();
    const place = { document, definition: result.definition, path, httpMethod, resourceId: resource.id };
    const method = attempt(httpMethod, path, () => importMethod(place, item, record(operation), warnings));
    const current = result.definition.resources[resource.id] ?? resource;
    result = withMethod(result, current, method);
  }
  return result;
}

/** The resource at `path`, made with all that lead to it where they are not there. */
function withResourcesTo(api: Api, path: string): { api: Api; resource: ApiResource } {
  const root = Object.values(api.definition.resources).find((resource) => resource.path === '/');
  if (root === undefined || !path.startsWith('/')) throw badRequest(`Invalid OpenAPI input: no path ${path}`);
  let result = { api, resource: root };
  for (const part of path.split('/').filter((it) => it !== '')) {
    const siblings = Object.values(result.api.definition.resources);
    const parentId = result.resource.id;
    const known = siblings.find((it) => it.parentId === parentId && it.pathPart === part);
    const resource = known ?? childResource(result.api, result.resource, part);
    result = { api: withResource(result.api, resource), resource };
  }
  return result;
}

function attempt<T>(verb: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw badRequest(
      `Errors found during import:\n\tUnable to put method '${verb}' on resource at path '${path}': ${error.message}`,
    );
  }
}
