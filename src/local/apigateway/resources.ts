import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Resource } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { type Api, type ApiResource, withDefinition, withResource } from './api.ts';
import { badRequest, conflict } from './faults.ts';
import { page } from './page.ts';
import { findApi, findResource, type GatewayState, newId } from './state.ts';

export function resourceOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    createResource({ restApiId, parentId, pathPart }) {
      const { api, resource: parent } = findResource(state, { restApiId, resourceId: parentId });
      const resource = childResource(api, parent, pathPart);
      state.apis.set(api.id, withResource(api, resource));
      return describeResource(resource, false);
    },
    getResource({ embed, ...key }) {
      return describeResource(findResource(state, key).resource, embed?.includes('methods') ?? false);
    },
    getResources({ restApiId, embed, ...query }) {
      const { resources } = findApi(state, restApiId).definition;
      const { items, ...rest } = page(Object.values(resources), ({ path }) => path, query);
      const withMethods = embed?.includes('methods') ?? false;
      return { items: items.map((resource) => describeResource(resource, withMethods)), ...rest };
    },
    deleteResource(key) {
      const { api, resource } = findResource(state, key);
      if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted');
      state.apis.set(api.id, withoutResource(api, resource));
      return {};
    },
  };
}

/** A new resource below `parent`, not put into the API yet. */
export function childResource(api: Api, parent: ApiResource, pathPart: string): ApiResource {
  if (!/^([\w.:-]+|\{[\w.:-]+\+?\})$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  }
  const siblings = Object.values(api.definition.resources).filter(({ parentId }) => parentId === parent.id);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = siblings.find((sibling) => sibling.pathPart?.startsWith('{'));
  if (variable !== undefined && pathPart.startsWith('{')) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
  const path = `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
  return { id: newId(6), parentId: parent.id, pathPart, path, resourceMethods: {} };
}

/** What lies below a resource goes with it. */
function withoutResource(api: Api, { id, path }: ApiResource): Api {
  const kept = Object.values(api.definition.resources).filter(
    (resource) => resource.id !== id && !resource.path.startsWith(`${path}/`),
  );
  return withDefinition(api, { resources: Object.fromEntries(kept.map((it) => [it.id, it])) });
}

/** Without `embed=methods` only the methods' names are told. */
function describeResource({ resourceMethods, ...resource }: ApiResource, withMethods: boolean): Resource {
  const methods = Object.entries(resourceMethods);
  if (methods.length === 0) return resource;
  const described = methods.map(([verb, method]) => [verb, withMethods ? method : {}] as const);
  return { ...resource, resourceMethods: Object.fromEntries(described) };
}
