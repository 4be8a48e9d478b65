import {
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  DeleteMethodCommand,
  DeleteRequestValidatorCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { differences } from '../engine/differences.ts';
import {
  absentAs,
  apiPartExists,
  named,
  retrying,
  unlessThere,
  whenApiGatewayAllows,
} from '../engine/retry.ts';
import type { ApiDefinition, ApiMethod } from './api-definition.ts';
import { type ApiParts, definitionOf, readApi } from './read-api.ts';

type Aws = Pick<Clients, 'apigateway'>;

/**
 * Defines each method anew that is not as wanted; what was there of it is dropped first, and other methods stay. One
 * call after another; what somebody else's setup makes or drops in between is no failure.
 */
export async function writeApi(
  aws: Aws,
  restApiId: string,
  wanted: ApiDefinition,
  control: Control,
): Promise<void> {
  const wait = { what: `API ${restApiId} to be left alone by others`, timeoutSeconds: 30 };
  await retrying(control, wait, named('NotFoundException'), async () => {
    const parts = await readApi(aws, restApiId);
    const actual = definitionOf(parts);
    const validatorId = await parameterValidator(aws, restApiId, parts, control);
    const resources = [...parts.resources];
    for (const [name, method] of Object.entries(wanted)) {
      if (differences(name, actual[name], method).length === 0) continue;
      const [httpMethod = '', path = ''] = name.split(' ');
      const resourceId = await resourceAt(aws, { restApiId, resources }, path, control);
      const address = { restApiId, resourceId, httpMethod };
      if (actual[name] !== undefined) await dropMethod(aws, address, control);
      await defineMethod(aws, address, validatorId, method, control);
    }
    await removeOtherValidators(aws, restApiId, validatorId, control);
  });
}

interface MethodAddress {
  readonly restApiId: string;
  readonly resourceId: string | undefined;
  readonly httpMethod: string;
}

async function dropMethod({ apigateway }: Aws, address: MethodAddress, control: Control): Promise<void> {
  const drop = new DeleteMethodCommand({ ...address });
  await make(control, () => absentAs(missing, apigateway.send(drop)));
}

async function defineMethod(
  { apigateway }: Aws,
  address: MethodAddress,
  requestValidatorId: string | undefined,
  method: ApiMethod,
  control: Control,
): Promise<void> {
  const { authorizationType, apiKeyRequired, requestParameters } = method;
  const put = new PutMethodCommand({
    ...address,
    authorizationType,
    apiKeyRequired,
    requestValidatorId,
    requestParameters: { ...requestParameters },
  });
  await make(control, () => apigateway.send(put));
  const { httpMethod, requestTemplates, ...integration } = method.integration;
  const integrate = new PutIntegrationCommand({
    ...address,
    ...integration,
    type: 'AWS',
    integrationHttpMethod: httpMethod,
    requestParameters: { ...integration.requestParameters },
    requestTemplates: { ...requestTemplates },
  });
  await make(control, () => apigateway.send(integrate));
  for (const [statusCode, { headers, templates, ...response }] of Object.entries(method.responses)) {
    const optional = Object.fromEntries(Object.keys(headers).map((header) => [header, false]));
    const declare = new PutMethodResponseCommand({ ...address, statusCode, responseParameters: optional });
    await make(control, () => apigateway.send(declare));
    const map = new PutIntegrationResponseCommand({
      ...address,
      ...response,
      statusCode,
      responseParameters: { ...headers },
      responseTemplates: { ...templates },
    });
    await make(control, () => apigateway.send(map));
  }
}

interface KnownApi {
  readonly restApiId: string;
  /** Those that are made are added. */
  readonly resources: Resource[];
}

/** The id of the resource at this path, made with all above it if need be. */
async function resourceAt(
  aws: Aws,
  { restApiId, resources }: KnownApi,
  path: string,
  control: Control,
): Promise<string | undefined> {
  const existing = resources.find((it) => it.path === path);
  if (existing !== undefined) return existing.id;
  const cut = path.lastIndexOf('/');
  const parentId = await resourceAt(aws, { restApiId, resources }, path.slice(0, cut) || '/', control);
  const create = new CreateResourceCommand({ restApiId, parentId, pathPart: path.slice(cut + 1) });
  const created = await make(control, () => aws.apigateway.send(create));
  const made = created === undefined ? (await readApi(aws, restApiId)).resources : [{ ...created, path }];
  resources.push(...made);
  return made.find((it) => it.path === path)?.id;
}

/** Ours, made if need be. */
async function parameterValidator(
  aws: Aws,
  restApiId: string,
  parts: ApiParts,
  control: Control,
): Promise<string | undefined> {
  const [existing] = ourValidators(parts);
  if (existing !== undefined) return existing;
  const create = new CreateRequestValidatorCommand({
    restApiId,
    name: VALIDATOR,
    validateRequestParameters: true,
    validateRequestBody: false,
  });
  return (await make(control, () => aws.apigateway.send(create)))?.id;
}

/** Validators' names are not unique: what lost answers have made in addition is deleted. */
async function removeOtherValidators(
  aws: Aws,
  restApiId: string,
  used: string | undefined,
  control: Control,
): Promise<void> {
  const others = ourValidators(await readApi(aws, restApiId)).filter((id) => id !== used);
  for (const requestValidatorId of others) {
    const remove = new DeleteRequestValidatorCommand({ restApiId, requestValidatorId });
    await make(control, () => absentAs(missing, aws.apigateway.send(remove)));
  }
}

/** Their ids, always in the same order. */
function ourValidators({ validators }: ApiParts): string[] {
  const ours = validators.filter((it) => it.name === VALIDATOR && it.validateRequestParameters);
  return ours.flatMap(({ id }) => id ?? []).toSorted();
}

/** Makes a part of the API, or finds that it is there. */
function make<T>(control: Control, send: () => Promise<T>): Promise<T | undefined> {
  return whenApiGatewayAllows(control, 'the methods of the API to be defined', () =>
    unlessThere(apiPartExists, send()),
  );
}

const missing = ['NotFoundException'];
const VALIDATOR = 'parameters';
