import type * as sdk from '@aws-sdk/client-api-gateway';
import type {
  CreateRestApiRequest,
  EndpointConfiguration,
  EndpointType,
  RestApi,
} from '@aws-sdk/client-api-gateway';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { type Api, withDefinition } from './api.ts';
import { badRequest, checkEnum, notServed } from './faults.ts';
import { byCreation, page } from './page.ts';
import { asBoolean, type PatchRules, patched } from './patch.ts';
import { findApi, type GatewayState, newId } from './state.ts';
import { checkedTags } from './tags.ts';

export function restApiOperations(core: Core, state: GatewayState): Operations<typeof sdk> {
  return {
    createRestApi(input) {
      const api = newApi(input, core.clock.now());
      state.apis.set(api.id, api);
      return describeApi(api);
    },
    getRestApi: ({ restApiId }) => describeApi(findApi(state, restApiId)),
    getRestApis(input) {
      const { items, ...rest } = page(state.apis.values(), byCreation, input);
      return { items: items.map(describeApi), ...rest };
    },
    updateRestApi({ restApiId, patchOperations }) {
      const api = patched(findApi(state, restApiId), patchOperations, patchRules);
      state.apis.set(api.id, api);
      return describeApi(api);
    },
    deleteRestApi({ restApiId }) {
      findApi(state, restApiId);
      for (const collection of [state.stages, state.deployments]) {
        const keys = [...collection.entries()].map(([key]) => key);
        for (const key of keys.filter((it) => it.startsWith(`${restApiId}/`))) collection.delete(key);
      }
      state.apis.delete(restApiId);
      return {};
    },
  };
}

/** An API with nothing but its root resource. Fails when the request asks for what cannot be. */
export function newApi(input: Omit<CreateRestApiRequest, 'name'> & { name: string }, now: number): Api {
  if (input.name === '') throw badRequest('No REST API name specified');
  if (input.description === '') throw badRequest('Description cannot be an empty string');
  if (input.apiKeySource === 'AUTHORIZER') throw notServed('API keys from authorizers');
  if (input.cloneFrom !== undefined) throw notServed('cloning of APIs');
  const root = { id: newId(), path: '/', resourceMethods: {} };
  return {
    id: newId(),
    name: input.name,
    description: input.description,
    version: input.version,
    createdDate: now,
    endpointConfiguration: endpointConfiguration(input.endpointConfiguration),
    tags: checkedTags(input.tags),
    rootResourceId: root.id,
    definition: {
      binaryMediaTypes: [...new Set(input.binaryMediaTypes ?? [])],
      minimumCompressionSize: compressionSize(input.minimumCompressionSize),
      policy: checkedPolicy(input.policy),
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
      resources: { [root.id]: root },
      requestValidators: {},
      gatewayResponses: {},
    },
  };
}

export function describeApi(api: Api): RestApi {
  const { definition, createdDate, tags, ...rest } = api;
  const { binaryMediaTypes, minimumCompressionSize, policy, disableExecuteApiEndpoint } = definition;
  return {
    ...rest,
    createdDate: new Date(createdDate),
    apiKeySource: 'HEADER',
    binaryMediaTypes: binaryMediaTypes.length === 0 ? undefined : [...binaryMediaTypes],
    minimumCompressionSize,
    policy,
    disableExecuteApiEndpoint,
    tags: Object.keys(tags).length === 0 ? undefined : tags,
  };
}

/** The size, if it is one: whole bytes up to 10 MiB. */
export function compressionSize(size: number | undefined): number | undefined {
  if (size === undefined || (Number.isInteger(size) && size >= 0 && size <= 10_485_760)) return size;
  throw badRequest('Invalid minimum compression size, must be between 0 and 10485760');
}

export function checkedPolicy(policy: string | undefined): string | undefined {
  if (policy === undefined || policy === '') return undefined;
  try {
    JSON.parse(policy);
  } catch {
    throw badRequest(
      'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.',
    );
  }
  if (policy.length > 8192) throw badRequest('The resource policy is larger than 8192 characters');
  return policy;
}

function endpointConfiguration(given: EndpointConfiguration = {}): EndpointConfiguration {
  const types = given.types ?? ['EDGE'];
  for (const type of types) checkEnum(type, 'createRestApiInput.endpointConfiguration.types', ENDPOINT_TYPES);
  if (types.length !== 1) throw badRequest('Exactly one endpoint type must be specified');
  if (types.includes('PRIVATE') || given.vpcEndpointIds !== undefined) throw notServed('private APIs');
  return { types, ipAddressType: given.ipAddressType ?? 'ipv4' };
}

const ENDPOINT_TYPES: readonly string[] = ['REGIONAL', 'EDGE', 'PRIVATE'];

const patchRules: PatchRules<Api> = {
  '/name': {
    replace(api, name) {
      if (name === '') throw badRequest('No REST API name specified');
      return { ...api, name };
    },
  },
  '/description': {
    replace: (api, description) => ({ ...api, description }),
    remove: (api) => ({ ...api, description: undefined }),
  },
  '/version': { replace: (api, version) => ({ ...api, version }) },
  '/binaryMediaTypes/{}': {
    add: (api, _value, type) => withMediaTypes(api, [...mediaTypesExcept(api, type), type]),
    replace: (api, value, type) => withMediaTypes(api, [...mediaTypesExcept(api, type), value]),
    remove: (api, _value, type) => withMediaTypes(api, mediaTypesExcept(api, type)),
  },
  '/minimumCompressionSize': {
    replace: (api, value) =>
      withDefinition(api, {
        minimumCompressionSize: compressionSize(value === '' ? undefined : Number(value)),
      }),
  },
  '/disableExecuteApiEndpoint': {
    replace: (api, value) => withDefinition(api, { disableExecuteApiEndpoint: asBoolean(value) }),
  },
  '/policy': {
    replace: (api, value) => withDefinition(api, { policy: checkedPolicy(value) }),
    remove: (api) => withDefinition(api, { policy: undefined }),
  },
  '/apiKeySource': {
    replace(api, value) {
      if (value !== 'HEADER') throw notServed('API keys from authorizers');
      return api;
    },
  },
  '/endpointConfiguration/types/{}': {
    replace: (api, value) => ({
      ...api,
      endpointConfiguration: endpointConfiguration({ types: [value as EndpointType] }),
    }),
  },
};

function withMediaTypes(api: Api, binaryMediaTypes: readonly string[]): Api {
  return withDefinition(api, { binaryMediaTypes });
}

function mediaTypesExcept({ definition }: Api, except = ''): string[] {
  return definition.binaryMediaTypes.filter((type) => type !== except);
}
