import type * as sdk from '@aws-sdk/client-api-gateway';
import type { IntegrationResponse } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { type ApiIntegration, type ApiMethod, withMethod, without } from './api.ts';
import { badRequest, checkEnum, notFound } from './faults.ts';
import { CONTENT_HANDLING } from './integrations.ts';
import { checkResponseMapping, undeclared } from './mapping.ts';
import { checkStatusCode } from './method-responses.ts';
import { type FoundMethod, findIntegration, type GatewayState } from './state.ts';
import { checkTemplate } from './velocity/check-template.ts';

export function integrationResponseOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    putIntegrationResponse({ restApiId, resourceId, httpMethod, ...input }) {
      const found = findIntegration(state, { restApiId, resourceId, httpMethod });
      const response = integrationResponseFrom(found.method, input);
      const responses = { ...found.integration.integrationResponses, [input.statusCode]: response };
      store(state, found, { ...found.integration, integrationResponses: responses });
      return response;
    },
    getIntegrationResponse: (key) => find(state, key).response,
    deleteIntegrationResponse(key) {
      const found = find(state, key);
      const responses = without(found.integration.integrationResponses ?? {}, key.statusCode);
      store(state, found, { ...found.integration, integrationResponses: responses });
      return {};
    },
  };
}

type ResponseInput = IntegrationResponse & { readonly statusCode: string };

/** The response that is asked for; fails when it cannot be, or when `method` does not declare it. */
export function integrationResponseFrom(method: ApiMethod, input: ResponseInput): ResponseInput {
  checkStatusCode(input.statusCode);
  const declared = method.methodResponses?.[input.statusCode];
  if (declared === undefined) throw notFound('Invalid Response status code specified');
  checkEnum(input.contentHandling, 'putIntegrationResponseInput.contentHandling', CONTENT_HANDLING);
  checkPattern(input.selectionPattern);
  for (const [target, source] of Object.entries(input.responseParameters ?? {})) {
    if (!Object.hasOwn(declared.responseParameters ?? {}, target)) throw undeclared(target);
    checkResponseMapping(source);
  }
  for (const [type, template] of Object.entries(input.responseTemplates ?? {})) {
    if (!type.includes('/')) {
      throw badRequest(
        `Validation Result: warnings : [], errors : [Invalid content type specified: ${type}]`,
      );
    }
    checkTemplate(template);
  }
  return input;
}

function checkPattern(pattern = ''): void {
  try {
    new RegExp(pattern);
  } catch {
    throw badRequest(`Invalid selection pattern specified: ${pattern}`);
  }
}

type ResponseKey = Parameters<typeof findIntegration>[1] & { readonly statusCode: string };

function find(state: GatewayState, key: ResponseKey) {
  checkStatusCode(key.statusCode);
  const found = findIntegration(state, key);
  const response = found.integration.integrationResponses?.[key.statusCode];
  if (response === undefined) throw notFound('Invalid Response status code specified');
  return { ...found, response };
}

function store(state: GatewayState, found: FoundMethod, methodIntegration: ApiIntegration): void {
  const { api, resource, method } = found;
  state.apis.set(api.id, withMethod(api, resource, { ...method, methodIntegration }));
}
