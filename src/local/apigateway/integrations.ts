import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Integration, IntegrationType } from '@aws-sdk/client-api-gateway';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Operations } from '../service.ts';
import { type ApiIntegration, type ApiMethod, withMethod } from './api.ts';
import { badRequest, checkEnum, notServed } from './faults.ts';
import { checkTarget } from './invoke/aws-target.ts';
import { checkRequestMapping, REQUEST_PARAMETER, unreadable } from './mapping.ts';
import { findIntegration, findMethod, type GatewayState } from './state.ts';
import { checkTemplate } from './velocity/check-template.ts';

export function integrationOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    putIntegration({ restApiId, resourceId, httpMethod, integrationHttpMethod, ...input }) {
      const { api, resource, method } = findMethod(state, { restApiId, resourceId, httpMethod });
      const methodIntegration = integrationFrom(method, resourceId, {
        ...input,
        httpMethod: integrationHttpMethod,
      });
      state.apis.set(api.id, withMethod(api, resource, { ...method, methodIntegration }));
      return methodIntegration;
    },
    getIntegration: (key) => findIntegration(state, key).integration,
    deleteIntegration(key) {
      const { api, resource, method } = findIntegration(state, key);
      state.apis.set(api.id, withMethod(api, resource, { ...method, methodIntegration: undefined }));
      return {};
    },
  };
}

type IntegrationInput = Integration & { readonly type: IntegrationType };

/** The integration that is asked for, without responses; fails when it cannot be. */
export function integrationFrom(
  method: ApiMethod,
  resourceId: string,
  input: IntegrationInput,
): ApiIntegration {
  checkEnum(input.type, 'putIntegrationInput.type', ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS']);
  if (input.type === 'AWS') checkAws(input);
  else if (input.type !== 'MOCK') throw notServed(`integrations of type ${input.type}, only AWS and MOCK`);
  checkEnum(input.contentHandling, 'putIntegrationInput.contentHandling', CONTENT_HANDLING);
  checkPassthrough(input.passthroughBehavior);
  checkTimeout(input.timeoutInMillis);
  checkLeftOut(input);
  for (const template of Object.values(input.requestTemplates ?? {})) checkTemplate(template);
  checkParameters(method, input);
  return {
    ...input,
    httpMethod: input.type === 'MOCK' ? undefined : input.httpMethod,
    passthroughBehavior: input.passthroughBehavior ?? 'WHEN_NO_MATCH',
    timeoutInMillis: input.timeoutInMillis ?? 29_000,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: [],
  };
}

export const CONTENT_HANDLING: readonly string[] = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'];

function checkAws({ httpMethod, credentials, uri }: IntegrationInput): void {
  if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty');
  if (!/^(?:GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|ANY)$/.test(httpMethod)) {
    throw badRequest(
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    );
  }
  checkTarget(uri);
  if (!credentials) throw badRequest('Role ARN must be specified for AWS integrations');
  if (credentials === 'arn:aws:iam::*:user/*') throw notServed("integrations with the caller's credentials");
  const role = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(credentials);
  if (role === null) throw badRequest('Invalid ARN specified in the request');
  if (role[1] !== ACCOUNT_ID) throw badRequest('Cross-account pass role is not allowed.');
}

function checkPassthrough(behavior: string | undefined): void {
  if (behavior === undefined || ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'].includes(behavior)) return;
  throw badRequest(
    'Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER',
  );
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html */
function checkTimeout(milliseconds: number | undefined): void {
  if (milliseconds === undefined || (milliseconds >= 50 && milliseconds <= 29_000)) return;
  throw badRequest('Timeout should be between 50 ms and 29000 ms');
}

function checkLeftOut(input: IntegrationInput): void {
  if (input.connectionType === 'VPC_LINK' || input.connectionId) throw notServed('VPC links');
  if (input.cacheKeyParameters?.length) throw notServed('caching');
  if (input.tlsConfig) throw notServed('TLS settings of integrations');
  if (input.responseTransferMode === 'STREAM') throw notServed('streamed responses');
}

function checkParameters(method: ApiMethod, { requestParameters = {} }: IntegrationInput): void {
  for (const [target, source] of Object.entries(requestParameters)) {
    const isTarget = target.startsWith('integration.') && !target.includes('.multivalue');
    if (!isTarget || !REQUEST_PARAMETER.test(target)) throw unreadable(target);
    checkRequestMapping(source, method.requestParameters ?? {});
  }
}
