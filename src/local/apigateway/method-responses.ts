import type * as sdk from '@aws-sdk/client-api-gateway';
import type { MethodResponse } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { withMethod, without } from './api.ts';
import { conflict, invalidValue, notFound } from './faults.ts';
import { RESPONSE_HEADER, unreadable } from './mapping.ts';
import { checkModel } from './methods.ts';
import { findMethod, type GatewayState } from './state.ts';

export function methodResponseOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    putMethodResponse({ restApiId, resourceId, httpMethod, ...input }) {
      const { api, resource, method } = findMethod(state, { restApiId, resourceId, httpMethod });
      if (method.methodResponses?.[input.statusCode])
        throw conflict('Response already exists for this resource');
      const response = methodResponseFrom(input);
      const methodResponses = { ...method.methodResponses, [input.statusCode]: response };
      state.apis.set(api.id, withMethod(api, resource, { ...method, methodResponses }));
      return response;
    },
    getMethodResponse: (key) => find(state, key).response,
    deleteMethodResponse(key) {
      const { api, resource, method } = find(state, key);
      const methodResponses = without(method.methodResponses ?? {}, key.statusCode);
      state.apis.set(api.id, withMethod(api, resource, { ...method, methodResponses }));
      return {};
    },
  };
}

type ResponseInput = MethodResponse & { readonly statusCode: string };

/** The response that is asked for; fails when it cannot be. */
export function methodResponseFrom(input: ResponseInput): ResponseInput {
  checkStatusCode(input.statusCode);
  for (const parameter of Object.keys(input.responseParameters ?? {})) {
    if (!RESPONSE_HEADER.test(parameter)) throw unreadable(parameter);
  }
  for (const model of Object.values(input.responseModels ?? {})) checkModel(model);
  return input;
}

export function checkStatusCode(statusCode: string): void {
  if (/^[1-5]\d\d$/.test(statusCode)) return;
  const constraint = 'Member must satisfy regular expression pattern: [1-5]\\d\\d';
  throw invalidValue(statusCode, 'statusCode', constraint);
}

interface ResponseKey {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly statusCode: string;
}

function find(state: GatewayState, key: ResponseKey) {
  checkStatusCode(key.statusCode);
  const found = findMethod(state, key);
  const response = found.method.methodResponses?.[key.statusCode];
  if (response === undefined) throw notFound('Invalid Response status code specified');
  return { ...found, response };
}
