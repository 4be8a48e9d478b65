import type { Arns, Names, Place } from '../names.ts';
import type { ApiMethod } from './api-definition.ts';
import { failure, listAnswer, listRequest, refusal, showAnswer, showRequest } from './query-templates.ts';

type Method = Pick<ApiMethod, 'requestParameters' | 'integration' | 'responses'>;

/** The newest files, a page at a time: a query of the time index, which has so many shards. */
export function listMethod(place: Place, names: Names, arns: Arns, timeShards: number): Method {
  const parameters = ['from', 'to', 'limit', 'shard', 'next'];
  return {
    requestParameters: Object.fromEntries(
      parameters.map((name) => [`method.request.querystring.${name}`, false]),
    ),
    integration: integration(place, arns, 'Query', listRequest(names.table)),
    responses: responses(listAnswer(timeShards)),
  };
}

/** One file, by its name. */
export function showMethod(place: Place, names: Names, arns: Arns): Method {
  return {
    requestParameters: { 'method.request.path.filename': true },
    integration: integration(place, arns, 'GetItem', showRequest(names.table)),
    responses: responses(showAnswer()),
  };
}

/** Templates work on text, and the API's binary media types make bytes of everything that is not converted. */
const contentHandling = 'CONVERT_TO_TEXT';

function integration(
  { partition, region }: Place,
  arns: Arns,
  action: 'GetItem' | 'Query',
  template: string,
): Method['integration'] {
  return {
    type: 'AWS',
    // Whatever the action, DynamoDB takes no other.
    httpMethod: 'POST',
    uri: `arn:${partition}:apigateway:${region}:dynamodb:action/${action}`,
    credentials: arns.queryRole,
    // What no template takes must not reach DynamoDB as it is.
    passthroughBehavior: 'NEVER',
    contentHandling,
    requestParameters: {},
    requestTemplates: { 'application/json': template },
  };
}

function responses(answer: string): Method['responses'] {
  const response = (selectionPattern: string | undefined, template: string) =>
    ({
      selectionPattern,
      headers: {},
      contentHandling,
      templates: { 'application/json': template },
    }) as const;
  return {
    '200': response(undefined, answer),
    '400': response('4\\d{2}', refusal()),
    '500': response('[35]\\d{2}', failure),
  };
}
