import type { ApiDefinition, ApiMethod } from '../api.ts';
import { notServed } from '../faults.ts';
import { methodResponseFrom } from '../method-responses.ts';
import { methodFrom } from '../methods.ts';
import { type Json, list, record, resolved, text } from './document.ts';
import { importIntegration } from './import-integration.ts';

/** Where an operation stands. */
export interface OperationPlace {
  readonly document: Json;
  readonly definition: ApiDefinition;
  readonly path: string;
  readonly httpMethod: string;
  readonly resourceId: string;
}

/** The method that an OpenAPI operation describes, with its integration if it has one. */
export function importMethod(
  place: OperationPlace,
  pathItem: Json,
  operation: Json,
  warnings: string[],
): ApiMethod {
  const { document, definition, path, httpMethod } = place;
  const where = `${httpMethod} ${path}`;
  const method = methodFrom(definition, {
    httpMethod,
    ...readAuthorization(document, operation),
    operationName: text(operation['operationId']),
    requestValidatorId: validatorOf(definition, document, operation),
    requestParameters: readParameters(document, [pathItem, operation], where, warnings),
    requestModels: readRequestModels(document, operation, where, warnings),
  });
  const declared = { ...method, methodResponses: readResponses(document, operation, where, warnings) };
  const integration = operation['x-amazon-apigateway-integration'];
  if (integration === undefined) return declared;
  return {
    ...declared,
    methodIntegration: importIntegration(declared, place.resourceId, record(integration)),
  };
}

function readAuthorization(document: Json, operation: Json) {
  const requirements = list(operation['security'] ?? document['security']).flatMap((it) =>
    Object.keys(record(it)),
  );
  const schemes = requirements.map((name) => readScheme(document, name));
  const explicit = text(record(operation['x-amazon-apigateway-auth'])['type'])?.toUpperCase();
  return {
    authorizationType: explicit ?? (schemes.includes('iam') ? 'AWS_IAM' : 'NONE'),
    apiKeyRequired: schemes.includes('key'),
  };
}

function readScheme(document: Json, name: string): 'iam' | 'key' {
  const schemes = {
    ...record(document['securityDefinitions']),
    ...record(record(document['components'])['securitySchemes']),
  };
  const scheme = record(schemes[name]);
  if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') return 'iam';
  const isKey = scheme['type'] === 'apiKey' && scheme['in'] === 'header';
  if (isKey && text(scheme['name'])?.toLowerCase() === 'x-api-key') return 'key';
  throw notServed(`the security scheme ${name}`);
}

function validatorOf(definition: ApiDefinition, document: Json, operation: Json): string | undefined {
  const key = 'x-amazon-apigateway-request-validator';
  const name = text(operation[key] ?? document[key]);
  const validators = Object.values(definition.requestValidators);
  // A name that no validator has is refused with the method.
  return name === undefined ? undefined : (validators.find((it) => it.name === name)?.id ?? name);
}

const PLACES: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' };

function readParameters(document: Json, holders: readonly Json[], where: string, warnings: string[]) {
  const found: Record<string, boolean> = {};
  for (const given of holders.flatMap((holder) => list(holder['parameters']))) {
    const parameter = resolved(document, given);
    const [name, from] = [text(parameter['name']), text(parameter['in']) ?? ''];
    const place = PLACES[from];
    if (place !== undefined) found[`method.request.${place}.${name}`] = parameter['required'] === true;
    else if (from !== 'body') warnings.push(`${where}: parameter ${name} in ${from} is ignored`);
  }
  return found;
}

function readRequestModels(document: Json, operation: Json, where: string, warnings: string[]) {
  const parameters = list(operation['parameters']).map((it) => resolved(document, it));
  const swaggerBody = parameters.find((it) => it['in'] === 'body');
  const body = resolved(document, operation['requestBody']);
  const schemas = swaggerBody ? { 'application/json': swaggerBody } : record(body['content']);
  return readModels(schemas, `${where}: request`, warnings);
}

function readResponses(document: Json, operation: Json, where: string, warnings: string[]) {
  const responses: Record<string, ReturnType<typeof methodResponseFrom>> = {};
  for (const [statusCode, value] of Object.entries(record(operation['responses']))) {
    if (!/^[1-5]\d\d$/.test(statusCode)) {
      warnings.push(`${where}: response ${statusCode} is ignored`);
      continue;
    }
    const response = resolved(document, value);
    const names = Object.keys(record(response['headers']));
    const schemas = response['schema'] ? { 'application/json': response } : record(response['content']);
    responses[statusCode] = methodResponseFrom({
      statusCode,
      responseParameters: Object.fromEntries(names.map((name) => [`method.response.header.${name}`, false])),
      responseModels: readModels(schemas, `${where}: response ${statusCode}`, warnings),
    });
  }
  return responses;
}

/** Only the two models that every API has can be referred to. */
function readModels(schemas: Json, what: string, warnings: string[]): Record<string, string> {
  const models: Record<string, string> = {};
  for (const [type, value] of Object.entries(schemas)) {
    const schema = record(value)['schema'];
    const model = /\/(Empty|Error)$/.exec(text(record(schema)['$ref']) ?? '')?.[1];
    if (model !== undefined) models[type] = model;
    else if (schema !== undefined) warnings.push(`${what}: schema for ${type} is ignored`);
  }
  return models;
}
