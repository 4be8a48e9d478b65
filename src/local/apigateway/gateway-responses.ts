import type * as sdk from '@aws-sdk/client-api-gateway';
import type { GatewayResponse, GatewayResponseType } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { type Api, type ApiDefinition, withDefinition, without } from './api.ts';
import { badRequest, checkEnum, notFound } from './faults.ts';
import { readMapping, unreadable } from './mapping.ts';
import { checkStatusCode } from './method-responses.ts';
import { page } from './page.ts';
import { findApi, type GatewayState } from './state.ts';
import { checkTemplate } from './velocity/check-template.ts';

export function gatewayResponseOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    putGatewayResponse({ restApiId, ...input }) {
      const api = findApi(state, restApiId);
      const response = gatewayResponseFrom(input);
      state.apis.set(api.id, withGatewayResponse(api, response));
      return response;
    },
    getGatewayResponse({ restApiId, responseType }) {
      const api = findApi(state, restApiId);
      checkType(responseType);
      return gatewayResponse(api.definition, responseType);
    },
    getGatewayResponses({ restApiId, ...query }) {
      const { definition } = findApi(state, restApiId);
      return page(
        TYPES.map((type) => gatewayResponse(definition, type)),
        (it) => it.responseType,
        query,
      );
    },
    deleteGatewayResponse({ restApiId, responseType }) {
      const api = findApi(state, restApiId);
      checkType(responseType);
      if (!api.definition.gatewayResponses[responseType])
        throw notFound('Gateway response type not defined on api');
      const gatewayResponses = without(api.definition.gatewayResponses, responseType);
      state.apis.set(api.id, withDefinition(api, { gatewayResponses }));
      return {};
    },
  };
}

type ResponseInput = GatewayResponse & { readonly responseType: GatewayResponseType };

/** The response that is asked for; fails when it cannot be. */
export function gatewayResponseFrom(input: ResponseInput): ResponseInput {
  checkType(input.responseType);
  if (input.statusCode !== undefined) checkStatusCode(input.statusCode);
  checkParameters(input.responseParameters ?? {});
  checkTemplates(input.responseTemplates ?? {});
  return {
    responseType: input.responseType,
    statusCode: input.statusCode ?? DEFAULT_STATUS.get(input.responseType),
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? DEFAULT_TEMPLATES,
    defaultResponse: false,
  };
}

export function withGatewayResponse(api: Api, response: ResponseInput): Api {
  const gatewayResponses = { ...api.definition.gatewayResponses, [response.responseType]: response };
  return withDefinition(api, { gatewayResponses });
}

/** What was put for a type, else what API Gateway itself would answer. */
export function gatewayResponse(definition: ApiDefinition, responseType: GatewayResponseType): ResponseInput {
  const custom = definition.gatewayResponses[responseType];
  if (custom !== undefined) return { ...custom, responseType };
  return {
    responseType,
    statusCode: DEFAULT_STATUS.get(responseType),
    responseParameters: {},
    responseTemplates: DEFAULT_TEMPLATES,
    defaultResponse: true,
  };
}

/** The status of each type of answer; the two defaults have none of their own. */
const DEFAULT_STATUS: ReadonlyMap<GatewayResponseType, string | undefined> = new Map([
  ['ACCESS_DENIED', '403'],
  ['API_CONFIGURATION_ERROR', '500'],
  ['AUTHORIZER_CONFIGURATION_ERROR', '500'],
  ['AUTHORIZER_FAILURE', '500'],
  ['BAD_REQUEST_BODY', '400'],
  ['BAD_REQUEST_PARAMETERS', '400'],
  ['DEFAULT_4XX', undefined],
  ['DEFAULT_5XX', undefined],
  ['EXPIRED_TOKEN', '403'],
  ['INTEGRATION_FAILURE', '504'],
  ['INTEGRATION_TIMEOUT', '504'],
  ['INVALID_API_KEY', '403'],
  ['INVALID_SIGNATURE', '403'],
  ['MISSING_AUTHENTICATION_TOKEN', '403'],
  ['QUOTA_EXCEEDED', '429'],
  ['REQUEST_TOO_LARGE', '413'],
  ['RESOURCE_NOT_FOUND', '404'],
  ['THROTTLED', '429'],
  ['UNAUTHORIZED', '401'],
  ['UNSUPPORTED_MEDIA_TYPE', '415'],
  ['WAF_FILTERED', '403'],
]);
const TYPES = [...DEFAULT_STATUS.keys()];
const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' };

function checkType(type: string): void {
  checkEnum(type, 'responseType', TYPES);
}

function checkParameters(parameters: Readonly<Record<string, string>>): void {
  for (const [target, source] of Object.entries(parameters)) {
    if (!/^gatewayresponse\.header\.[\w-]+$/.test(target)) throw unreadable(target);
    if (readMapping(source)?.from.startsWith('integration.') !== false) throw unreadable(source);
  }
}

function checkTemplates(templates: Readonly<Record<string, string>>): void {
  for (const template of Object.values(templates)) {
    if (template === '') throw badRequest('Invalid null or empty value in responseTemplates');
    checkTemplate(template);
  }
}
