import { randomBytes } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { badRequest, conflict } from './faults.ts';
import { byCreation, page } from './page.ts';
import { asBoolean, type PatchRules, patched } from './patch.ts';
import { type ApiKey, findApiKey, type GatewayState, newId } from './state.ts';
import { checkedTags } from './tags.ts';

export function apiKeyOperations(core: Core, state: GatewayState): Operations<typeof sdk> {
  return {
    createApiKey(input) {
      if (input.stageKeys?.length) throw badRequest('Stage keys are not supported; use a usage plan');
      const now = core.clock.now();
      const key: ApiKey = {
        id: newId(),
        value: keyValue(state, input.value),
        name: input.name,
        description: input.description,
        customerId: input.customerId,
        enabled: input.enabled ?? false,
        createdDate: now,
        lastUpdatedDate: now,
        tags: checkedTags(input.tags),
      };
      state.apiKeys.set(key.id, key);
      return describeKey(key, true);
    },
    getApiKey({ apiKey, includeValue }) {
      return describeKey(findApiKey(state, apiKey), includeValue ?? false);
    },
    getApiKeys({ nameQuery, customerId, includeValues, ...query }) {
      const all = [...state.apiKeys.values()].filter(
        (key) =>
          (!nameQuery || key.name?.startsWith(nameQuery)) && (!customerId || key.customerId === customerId),
      );
      const { items, ...rest } = page(all, byCreation, query);
      return { items: items.map((key) => describeKey(key, includeValues ?? false)), ...rest };
    },
    updateApiKey({ apiKey, patchOperations }) {
      const key = patched(findApiKey(state, apiKey), patchOperations, patchRules);
      const updated = { ...key, lastUpdatedDate: core.clock.now() };
      state.apiKeys.set(key.id, updated);
      return describeKey(updated, false);
    },
    deleteApiKey({ apiKey }) {
      findApiKey(state, apiKey);
      for (const [entry, { keyId }] of [...state.usagePlanKeys.entries()]) {
        if (keyId === apiKey) state.usagePlanKeys.delete(entry);
      }
      state.apiKeys.delete(apiKey);
      return {};
    },
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html */
function keyValue(state: GatewayState, given: string | undefined): string {
  if (!given) return randomBytes(20).toString('hex');
  if (given.length < 20) throw badRequest('API Key value should be at least 20 characters');
  if (given.length > 128) throw badRequest('API Key value should be at most 128 characters');
  if ([...state.apiKeys.values()].some(({ value }) => value === given))
    throw conflict('API Key already exists');
  return given;
}

function describeKey({ value, ...key }: ApiKey, withValue: boolean) {
  return {
    ...key,
    value: withValue ? value : undefined,
    createdDate: new Date(key.createdDate),
    lastUpdatedDate: new Date(key.lastUpdatedDate),
    stageKeys: [],
    tags: Object.keys(key.tags).length === 0 ? undefined : key.tags,
  };
}

const patchRules: PatchRules<ApiKey> = {
  '/name': { replace: (key, name) => ({ ...key, name }) },
  '/description': { replace: (key, description) => ({ ...key, description }) },
  '/customerId': { replace: (key, customerId) => ({ ...key, customerId }) },
  '/enabled': { replace: (key, value) => ({ ...key, enabled: asBoolean(value) }) },
};
