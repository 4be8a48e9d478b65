import type { ContentHandlingStrategy, IntegrationType } from '@aws-sdk/client-api-gateway';
import type { ApiIntegration, ApiMethod } from '../api.ts';
import { integrationResponseFrom } from '../integration-responses.ts';
import { integrationFrom } from '../integrations.ts';
import { type Json, list, record, text, texts } from './document.ts';

/**
 * The integration that an `x-amazon-apigateway-integration` describes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function importIntegration(method: ApiMethod, resourceId: string, given: Json): ApiIntegration {
  const timeout = given['timeoutInMillis'];
  const integration = integrationFrom(method, resourceId, {
    type: upper(given['type']) as IntegrationType,
    httpMethod: upper(given['httpMethod']),
    uri: text(given['uri']),
    credentials: text(given['credentials']),
    requestParameters: texts(given['requestParameters']),
    requestTemplates: texts(given['requestTemplates']),
    passthroughBehavior: upper(given['passthroughBehavior']),
    contentHandling: contentHandling(given),
    timeoutInMillis: timeout === undefined ? undefined : Number(timeout),
    connectionId: text(given['connectionId']),
    cacheKeyParameters: list(given['cacheKeyParameters']).map((it) => text(it) ?? ''),
  });
  const responses = Object.entries(record(given['responses'])).map(([pattern, value]) => {
    const response = record(value);
    return integrationResponseFrom(method, {
      statusCode: text(response['statusCode']) ?? '',
      selectionPattern: pattern === 'default' ? undefined : pattern,
      responseParameters: texts(response['responseParameters']),
      responseTemplates: texts(response['responseTemplates']),
      contentHandling: contentHandling(response),
    });
  });
  return {
    ...integration,
    integrationResponses: Object.fromEntries(responses.map((it) => [it.statusCode, it])),
  };
}

function upper(value: unknown): string | undefined {
  return text(value)?.toUpperCase();
}

function contentHandling(given: Json): ContentHandlingStrategy | undefined {
  return upper(given['contentHandling']) as ContentHandlingStrategy | undefined;
}
