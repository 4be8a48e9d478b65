import type {
  EndpointConfiguration,
  GatewayResponse,
  Integration,
  IntegrationType,
  Method,
  MethodSetting,
  RequestValidator,
  Resource,
} from '@aws-sdk/client-api-gateway';

/** A REST API as it is being edited; nothing of `definition` is served before it is deployed. */
export interface Api {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdDate: number;
  readonly endpointConfiguration: EndpointConfiguration;
  readonly tags: Readonly<Record<string, string>>;
  readonly rootResourceId: string;
  readonly definition: ApiDefinition;
}

/** What a deployment takes a copy of. */
export interface ApiDefinition {
  readonly binaryMediaTypes: readonly string[];
  /** Bytes from which on answers are compressed for clients that ask for it; undefined for never. */
  readonly minimumCompressionSize?: number | undefined;
  /** Kept and given back; it is not evaluated. */
  readonly policy?: string | undefined;
  readonly disableExecuteApiEndpoint: boolean;
  /** By id, the root included. */
  readonly resources: Readonly<Record<string, ApiResource>>;
  readonly requestValidators: Readonly<Record<string, ApiValidator>>;
  /** Only those that were put, by response type. */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponse>>;
}

export interface ApiResource extends Resource {
  readonly id: string;
  readonly path: string;
  readonly resourceMethods: Readonly<Record<string, ApiMethod>>;
}

export interface ApiMethod extends Method {
  readonly httpMethod: string;
  readonly authorizationType: string;
  readonly apiKeyRequired: boolean;
  readonly methodIntegration?: ApiIntegration | undefined;
}

export interface ApiIntegration extends Integration {
  readonly type: IntegrationType;
  readonly passthroughBehavior: string;
  readonly timeoutInMillis: number;
}

export interface ApiValidator extends RequestValidator {
  readonly id: string;
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly restApiId: string;
  readonly description?: string | undefined;
  readonly createdDate: number;
  readonly definition: ApiDefinition;
}

export interface Stage {
  readonly restApiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** By `<resource path>/<method>` with `*` for any, as AWS spells it: `upload/POST`, `*` `/` `*`. */
  readonly methodSettings: Readonly<Record<string, MethodSetting>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
}

/** The same API with one resource put in or replaced. */
export function withResource(api: Api, resource: ApiResource): Api {
  return withDefinition(api, { resources: { ...api.definition.resources, [resource.id]: resource } });
}

/** The same API with one method of a resource put in or replaced. */
export function withMethod(api: Api, resource: ApiResource, method: ApiMethod): Api {
  const resourceMethods = { ...resource.resourceMethods, [method.httpMethod]: method };
  return withResource(api, { ...resource, resourceMethods });
}

export function withDefinition(api: Api, changes: Partial<ApiDefinition>): Api {
  return { ...api, definition: { ...api.definition, ...changes } };
}

/** A copy of `record` without `key`. */
export function without<V>(record: Readonly<Record<string, V>>, key: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
