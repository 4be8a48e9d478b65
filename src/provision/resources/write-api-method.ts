import {
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  DeleteMethodCommand,
  DeleteRequestValidatorCommand,
  GetRequestValidatorsCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import {
  absentAs,
  apiPartExists,
  named,
  retrying,
  unlessThere,
  whenApiGatewayAllows,
} from '../engine/retry.ts';
import type { ApiDefinition } from './api-definition.ts';
import { PATH, resourcesOf, VERB } from './read-api-method.ts';

type Aws = Pick<Clients, 'apigateway'>;

/**
 * Defines `POST /upload` anew, as given: what was there of it is dropped first. One call after another; what
 * somebody else's setup makes or drops in between is no failure.
 */
export async function writeUploadMethod(
  aws: Aws,
  restApiId: string,
  definition: ApiDefinition,
  control: Control,
): Promise<void> {
  const wait = { what: `${VERB} ${PATH} to be left alone by others`, timeoutSeconds: 30 };
  await retrying(control, wait, named('NotFoundException'), async () => {
    const method = {
      restApiId,
      resourceId: await uploadResource(aws, restApiId, control),
      httpMethod: VERB,
    };
    const validatorId = await parameterValidator(aws, restApiId, control);
    await defineMethod(aws, method, validatorId, definition, control);
    await removeOtherValidators(aws, restApiId, validatorId, control);
  });
}

interface MethodAddress {
  readonly restApiId: string;
  readonly resourceId: string | undefined;
  readonly httpMethod: string;
}

async function defineMethod(
  { apigateway }: Aws,
  method: MethodAddress,
  requestValidatorId: string | undefined,
  definition: ApiDefinition,
  control: Control,
): Promise<void> {
  await make(control, () => absentAs(missing, apigateway.send(new DeleteMethodCommand({ ...method }))));
  const { authorizationType, apiKeyRequired, requestParameters } = definition;
  const put = new PutMethodCommand({
    ...method,
    authorizationType,
    apiKeyRequired,
    requestValidatorId,
    requestParameters: { ...requestParameters },
  });
  await make(control, () => apigateway.send(put));
  const { type, httpMethod, ...integration } = definition.integration;
  const integrate = new PutIntegrationCommand({
    ...method,
    type: 'AWS',
    integrationHttpMethod: httpMethod,
    ...integration,
    requestParameters: { ...integration.requestParameters },
  });
  await make(control, () => apigateway.send(integrate));
  for (const [statusCode, { selectionPattern, headers }] of Object.entries(definition.responses)) {
    const response = { ...method, statusCode };
    const optional = Object.fromEntries(Object.keys(headers).map((header) => [header, false]));
    const declare = new PutMethodResponseCommand({ ...response, responseParameters: optional });
    await make(control, () => apigateway.send(declare));
    const map = new PutIntegrationResponseCommand({
      ...response,
      selectionPattern,
      responseParameters: { ...headers },
    });
    await make(control, () => apigateway.send(map));
  }
}

async function uploadResource(aws: Aws, restApiId: string, control: Control): Promise<string | undefined> {
  const resources = await resourcesOf(aws, restApiId);
  const existing = resources.find(({ path }) => path === PATH);
  if (existing !== undefined) return existing.id;
  const parentId = resources.find(({ path }) => path === '/')?.id;
  const create = new CreateResourceCommand({ restApiId, parentId, pathPart: PATH.slice(1) });
  const created = await make(control, () => aws.apigateway.send(create));
  return created?.id ?? (await uploadResource(aws, restApiId, control));
}

/** Ours, made if need be. */
async function parameterValidator(
  aws: Aws,
  restApiId: string,
  control: Control,
): Promise<string | undefined> {
  const [existing] = await ourValidators(aws, restApiId);
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
  const others = (await ourValidators(aws, restApiId)).filter((id) => id !== used);
  for (const requestValidatorId of others) {
    const remove = new DeleteRequestValidatorCommand({ restApiId, requestValidatorId });
    await make(control, () => absentAs(missing, aws.apigateway.send(remove)));
  }
}

/** Their ids, always in the same order. */
async function ourValidators({ apigateway }: Aws, restApiId: string): Promise<string[]> {
  const { items = [] } = await apigateway.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 }));
  const ours = items.filter((it) => it.name === VALIDATOR && it.validateRequestParameters);
  return ours.flatMap(({ id }) => id ?? []).toSorted();
}

/** Makes a part of the API, or finds that it is there. */
function make<T>(control: Control, send: () => Promise<T>): Promise<T | undefined> {
  return whenApiGatewayAllows(control, `${VERB} ${PATH} to be defined`, () =>
    unlessThere(apiPartExists, send()),
  );
}

const missing = ['NotFoundException'];
const VALIDATOR = 'parameters';
