import type { AuthenticRequest } from '../../authenticate.ts';
import { ACCOUNT_ID } from '../../credentials.ts';
import type { Api, ApiDefinition, ApiMethod, ApiResource, Stage } from '../api.ts';

/** A request to a stage that is there. */
export interface Visit {
  readonly request: AuthenticRequest;
  /** Below the stage, as sent. */
  readonly path: string;
  /** Parameters of the query string, decoded. */
  readonly query: URLSearchParams;
  readonly api: Api;
  readonly stage: Stage;
  /** What the stage serves. */
  readonly definition: ApiDefinition;
  /** `x-amz-apigw-id` */
  readonly extendedRequestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** A visit that found its method. */
export interface Call extends Visit {
  readonly resource: ApiResource;
  readonly method: ApiMethod;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly apiKeyId?: string | undefined;
  readonly body: Buffer;
}

/**
 * The variables that mappings and templates know as `context`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function contextOf(visit: Visit & Partial<Call>): object {
  const { request, api, stage, resource, time } = visit;
  const { caller } = request;
  return {
    accountId: ACCOUNT_ID,
    apiId: api.id,
    domainName: request.headers['host'],
    extendedRequestId: visit.extendedRequestId,
    httpMethod: request.method,
    identity: {
      accountId: caller?.accountId,
      apiKeyId: visit.apiKeyId,
      caller: caller?.userId,
      sourceIp: '127.0.0.1',
      user: caller?.userId,
      userAgent: request.headers['user-agent'],
      userArn: caller?.arn,
    },
    path: `/${stage.stageName}${visit.path}`,
    protocol: 'HTTP/1.1',
    requestId: request.requestId,
    requestTime: new Date(time).toUTCString(),
    requestTimeEpoch: time,
    resourceId: resource?.id,
    resourcePath: resource?.path,
    stage: stage.stageName,
  };
}

/** The first value of each parameter of a query string. */
export function firstValues(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query.keys()].map((name) => [name, query.get(name) ?? '']));
}
