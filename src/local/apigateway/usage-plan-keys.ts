import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { badRequest, conflict, notFound } from './faults.ts';
import { page } from './page.ts';
import { findApiKey, findUsagePlan, type GatewayState } from './state.ts';

export function usagePlanKeyOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    createUsagePlanKey({ usagePlanId, keyId, keyType }) {
      findUsagePlan(state, usagePlanId);
      if (keyType !== 'API_KEY') throw badRequest('Usage Plan Key type must be API_KEY');
      if (!state.apiKeys.get(keyId)) throw notFound('API Key not found');
      const entry = `${usagePlanId}/${keyId}`;
      if (state.usagePlanKeys.get(entry)) throw conflict(`${keyId} is already in the Usage Plan`);
      state.usagePlanKeys.set(entry, { usagePlanId, keyId });
      return describe(state, keyId);
    },
    getUsagePlanKey: ({ usagePlanId, keyId }) => describe(state, find(state, usagePlanId, keyId)),
    getUsagePlanKeys({ usagePlanId, nameQuery, ...query }) {
      findUsagePlan(state, usagePlanId);
      const keys = [...state.usagePlanKeys.values()]
        .filter((key) => key.usagePlanId === usagePlanId)
        .map(({ keyId }) => describe(state, keyId))
        .filter(({ name }) => !nameQuery || name?.startsWith(nameQuery));
      return page(keys, ({ id }) => id, query);
    },
    deleteUsagePlanKey({ usagePlanId, keyId }) {
      find(state, usagePlanId, keyId);
      state.usagePlanKeys.delete(`${usagePlanId}/${keyId}`);
      return {};
    },
  };
}

function describe(state: GatewayState, keyId: string) {
  const { id, name, value } = findApiKey(state, keyId);
  return { id, name, value, type: 'API_KEY' };
}

function find(state: GatewayState, usagePlanId: string, keyId: string): string {
  findUsagePlan(state, usagePlanId);
  const key = state.usagePlanKeys.get(`${usagePlanId}/${keyId}`);
  if (key === undefined) throw notFound('Invalid Usage Plan Key identifier specified');
  return key.keyId;
}
