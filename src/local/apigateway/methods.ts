import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Method } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { type ApiDefinition, type ApiMethod, withMethod, without, withResource } from './api.ts';
import { badRequest, conflict, notServed } from './faults.ts';
import { REQUEST_PARAMETER, unreadable } from './mapping.ts';
import { asBoolean, type PatchRules, patched } from './patch.ts';
import { findMethod, findResource, type GatewayState } from './state.ts';

export function methodOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    putMethod({ restApiId, resourceId, ...input }) {
      const { api, resource } = findResource(state, { restApiId, resourceId });
      if (resource.resourceMethods[input.httpMethod])
        throw conflict('Method already exists for this resource');
      const method = methodFrom(api.definition, input);
      state.apis.set(api.id, withMethod(api, resource, method));
      return method;
    },
    getMethod: (key) => findMethod(state, key).method,
    updateMethod({ patchOperations, ...key }) {
      const { api, resource, method } = findMethod(state, key);
      const updated = methodFrom(api.definition, patched(method, patchOperations, patchRules));
      state.apis.set(api.id, withMethod(api, resource, updated));
      return updated;
    },
    deleteMethod(key) {
      const { api, resource } = findMethod(state, key);
      const resourceMethods = without(resource.resourceMethods, key.httpMethod);
      state.apis.set(api.id, withResource(api, { ...resource, resourceMethods }));
      return {};
    },
  };
}

type MethodInput = Omit<ApiMethod, 'apiKeyRequired'> & Pick<Method, 'apiKeyRequired'>;

/** The method that is asked for; fails when it cannot be. */
export function methodFrom(definition: ApiDefinition, input: MethodInput): ApiMethod {
  if (!VERBS.includes(input.httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${VERBS.join(',')}`);
  }
  checkAuthorization(input);
  if (input.requestValidatorId && !definition.requestValidators[input.requestValidatorId]) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  for (const model of Object.values(input.requestModels ?? {})) checkModel(model);
  checkParameters(Object.keys(input.requestParameters ?? {}));
  const { authorizationScopes: _, authorizerId: __, ...method } = input;
  return { ...method, apiKeyRequired: input.apiKeyRequired ?? false };
}

/** Every API has these two models; others cannot be made here. */
export function checkModel(name: string): void {
  if (name !== 'Empty' && name !== 'Error') throw badRequest(`Invalid model identifier specified: ${name}`);
}

const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];

function checkAuthorization({ authorizationType, authorizerId }: MethodInput): void {
  if (authorizationType === 'NONE' || authorizationType === 'AWS_IAM') return;
  if (authorizationType !== 'CUSTOM' && authorizationType !== 'COGNITO_USER_POOLS') {
    throw badRequest(
      'Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS',
    );
  }
  if (authorizerId !== undefined) throw notServed('authorizers');
  throw badRequest(
    'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
  );
}

function checkParameters(parameters: readonly string[]): void {
  const names = parameters.map((parameter) => {
    const match = parameter.startsWith('method.') ? REQUEST_PARAMETER.exec(parameter) : null;
    if (match === null) throw unreadable(parameter);
    return match[1] ?? match[2];
  });
  if (new Set(names).size < names.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path');
  }
}

const patchRules: PatchRules<MethodInput> = {
  '/authorizationType': { replace: (method, authorizationType) => ({ ...method, authorizationType }) },
  '/apiKeyRequired': { replace: (method, value) => ({ ...method, apiKeyRequired: asBoolean(value) }) },
  '/operationName': { replace: (method, operationName) => ({ ...method, operationName }) },
  '/requestValidatorId': {
    replace: (method, value) => ({ ...method, requestValidatorId: value === '' ? undefined : value }),
  },
  '/requestParameters/{}': {
    add: withParameter,
    replace: withParameter,
    remove: (method, _value, name) => ({
      ...method,
      requestParameters: without(method.requestParameters ?? {}, name ?? ''),
    }),
  },
  '/requestModels/{}': {
    add: withModel,
    replace: withModel,
    remove: (method, _value, type) => ({
      ...method,
      requestModels: without(method.requestModels ?? {}, type ?? ''),
    }),
  },
};

function withParameter(method: MethodInput, value: string, name = ''): MethodInput {
  return { ...method, requestParameters: { ...method.requestParameters, [name]: asBoolean(value) } };
}

function withModel(method: MethodInput, model: string, type = ''): MethodInput {
  return { ...method, requestModels: { ...method.requestModels, [type]: model } };
}
