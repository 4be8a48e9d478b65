import type { Arns, Names, Place } from '../names.ts';
import type { ApiMethod } from './api-definition.ts';

type Method = Pick<ApiMethod, 'requestParameters' | 'integration' | 'responses'>;

/** The upload door: the request's body becomes an object, with the API's own role. */
export function uploadMethod(place: Place, names: Names, arns: Arns): Method {
  return {
    requestParameters: {
      'method.request.querystring.filename': true,
      'method.request.header.Content-Type': false,
    },
    integration: {
      type: 'AWS',
      httpMethod: 'PUT',
      uri: `arn:${place.partition}:apigateway:${place.region}:s3:path/${names.bucket}/{key}`,
      credentials: arns.apiRole,
      // With no templates at all this means: the body always goes through untouched.
      passthroughBehavior: 'WHEN_NO_MATCH',
      contentHandling: undefined,
      requestParameters: {
        'integration.request.path.key': 'method.request.querystring.filename',
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      },
      requestTemplates: {},
    },
    // A status of S3 that no pattern claims would reach the client as 200.
    responses: {
      '200': response(undefined, 'ETag', 'x-amz-version-id', 'x-amz-request-id'),
      '400': response('4\\d{2}', 'Content-Type', 'x-amz-request-id'),
      '500': response('[35]\\d{2}', 'Content-Type', 'x-amz-request-id'),
    },
  };
}

function response(selectionPattern: string | undefined, ...names: readonly string[]) {
  const headers = names.map(
    (name) => [`method.response.header.${name}`, `integration.response.header.${name}`] as const,
  );
  return {
    selectionPattern,
    headers: Object.fromEntries(headers),
    contentHandling: undefined,
    templates: {},
  };
}
