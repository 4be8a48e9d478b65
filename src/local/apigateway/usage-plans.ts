import type * as sdk from '@aws-sdk/client-api-gateway';
import type { ApiStage, QuotaPeriodType, QuotaSettings, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { badRequest, conflict, notFound } from './faults.ts';
import { page } from './page.ts';
import { asNumber, type PatchRules, patched } from './patch.ts';
import { findUsagePlan, type GatewayState, newId, type PlanStage, type UsagePlan } from './state.ts';
import { checkedTags } from './tags.ts';

export function usagePlanOperations(state: GatewayState): Operations<typeof sdk> {
  const patchRules = rules(state);
  return {
    createUsagePlan(input) {
      if (input.name === '') throw badRequest('Usage Plan name cannot be blank');
      const plan: UsagePlan = {
        id: newId(6),
        name: input.name,
        description: input.description,
        apiStages: (input.apiStages ?? []).map((stage) => existingStage(state, stage)),
        throttle: checkedThrottle(input.throttle),
        quota: checkedQuota(input.quota),
        tags: checkedTags(input.tags),
      };
      state.usagePlans.set(plan.id, plan);
      return describePlan(plan);
    },
    getUsagePlan: ({ usagePlanId }) => describePlan(findUsagePlan(state, usagePlanId)),
    getUsagePlans({ keyId, ...query }) {
      const all = [...state.usagePlans.values()].filter(
        ({ id }) => !keyId || state.usagePlanKeys.get(`${id}/${keyId}`) !== undefined,
      );
      const { items, ...rest } = page(all, ({ id }) => id, query);
      return { items: items.map(describePlan), ...rest };
    },
    updateUsagePlan({ usagePlanId, patchOperations }) {
      const plan = patched(findUsagePlan(state, usagePlanId), patchOperations, patchRules);
      checkedThrottle(plan.throttle);
      checkedQuota(plan.quota);
      state.usagePlans.set(plan.id, plan);
      return describePlan(plan);
    },
    deleteUsagePlan({ usagePlanId }) {
      const { apiStages } = findUsagePlan(state, usagePlanId);
      if (apiStages.length > 0) {
        throw badRequest(
          `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it`,
        );
      }
      for (const collection of [state.usagePlanKeys, state.usage]) {
        const keys = [...collection.entries()].map(([key]) => key);
        for (const key of keys.filter((it) => it.startsWith(`${usagePlanId}/`))) collection.delete(key);
      }
      state.usagePlans.delete(usagePlanId);
      return {};
    },
  };
}

function describePlan(plan: UsagePlan) {
  return {
    ...plan,
    apiStages: plan.apiStages.map((stage) => ({ ...stage })),
    tags: Object.keys(plan.tags).length === 0 ? undefined : plan.tags,
  };
}

function existingStage(state: GatewayState, { apiId = '', stage = '', throttle }: ApiStage): PlanStage {
  if (!state.stages.get(`${apiId}/${stage}`)) throw notFound(`API Stage not found: ${apiId}:${stage}`);
  for (const limits of Object.values(throttle ?? {})) checkedThrottle(limits);
  return { apiId, stage, throttle };
}

function checkedThrottle(throttle: ThrottleSettings | undefined): ThrottleSettings | undefined {
  const { rateLimit = 0, burstLimit = 0 } = throttle ?? {};
  if (rateLimit < 0 || burstLimit < 0) throw badRequest('Usage Plan throttle limits must not be negative');
  return throttle;
}

function checkedQuota(quota: QuotaSettings | undefined): QuotaSettings | undefined {
  if (quota === undefined) return undefined;
  if (!quota.limit || quota.limit < 1) throw badRequest('Usage Plan quota limit must be at least 1');
  if (quota.period === undefined || !PERIODS.includes(quota.period)) {
    throw badRequest(`Usage Plan quota period must be one of: ${PERIODS.join(', ')}`);
  }
  return { limit: quota.limit, offset: quota.offset ?? 0, period: quota.period };
}

const PERIODS: readonly string[] = ['DAY', 'WEEK', 'MONTH'];

function rules(state: GatewayState): PatchRules<UsagePlan> {
  const throttle = (change: (value: string) => ThrottleSettings) => {
    const edit = (plan: UsagePlan, value: string) => ({
      ...plan,
      throttle: { ...plan.throttle, ...change(value) },
    });
    return { add: edit, replace: edit };
  };
  const quota = (change: (value: string) => QuotaSettings) => {
    const edit = (plan: UsagePlan, value: string) => ({
      ...plan,
      quota: { ...plan.quota, ...change(value) },
    });
    return { add: edit, replace: edit };
  };
  return {
    '/name': { replace: (plan, name) => ({ ...plan, name }) },
    '/description': { replace: (plan, description) => ({ ...plan, description }) },
    '/productCode': { replace: (plan, productCode) => ({ ...plan, productCode }) },
    '/apiStages': {
      add: (plan, value) => withStage(plan, existingStage(state, readStage(value))),
      remove: (plan, value) => withoutStage(plan, readStage(value)),
    },
    '/throttle': { remove: (plan) => ({ ...plan, throttle: undefined }) },
    '/throttle/rateLimit': throttle((value) => ({ rateLimit: asNumber(value, '/throttle/rateLimit') })),
    '/throttle/burstLimit': throttle((value) => ({ burstLimit: asNumber(value, '/throttle/burstLimit') })),
    '/quota': { remove: (plan) => ({ ...plan, quota: undefined }) },
    '/quota/limit': quota((value) => ({ limit: asNumber(value, '/quota/limit') })),
    '/quota/offset': quota((value) => ({ offset: asNumber(value, '/quota/offset') })),
    '/quota/period': quota((value) => ({ period: value as QuotaPeriodType })),
  };
}

/** `<api>:<stage>` */
function readStage(value: string): PlanStage {
  const [apiId, stage, ...rest] = value.split(':');
  if (!apiId || !stage || rest.length > 0) throw badRequest(`Invalid API Stage: ${value}`);
  return { apiId, stage };
}

function withStage(plan: UsagePlan, stage: PlanStage): UsagePlan {
  if (plan.apiStages.some((other) => same(other, stage))) {
    throw conflict(`API Stage ${stage.apiId}:${stage.stage} is already associated with the Usage Plan`);
  }
  return { ...plan, apiStages: [...plan.apiStages, stage] };
}

function withoutStage(plan: UsagePlan, stage: PlanStage): UsagePlan {
  const apiStages = plan.apiStages.filter((other) => !same(other, stage));
  if (apiStages.length === plan.apiStages.length) {
    throw notFound(`API Stage not found: ${stage.apiId}:${stage.stage}`);
  }
  return { ...plan, apiStages };
}

function same(a: PlanStage, b: PlanStage): boolean {
  return a.apiId === b.apiId && a.stage === b.stage;
}
