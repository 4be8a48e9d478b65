import type { ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { Need } from '../../access/need.ts';
import type { Authority } from '../../authorise.ts';
import type { Clock } from '../../clock.ts';
import { ACCOUNT_ID, type Caller, PARTITION, REGION } from '../../credentials.ts';
import { readSignature } from '../../signature.ts';
import type { GatewayState, PlanStage, UsagePlan } from '../state.ts';
import type { Visit } from './call.ts';
import type { FoundRoute } from './find-method.ts';
import { accessDenied, GatewayFault, missingToken, throttled } from './gateway-fault.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Whether a request may go on, in the order that API Gateway asks: who, with which key, how often. */
export interface Admission {
  /** The id of the API key that was needed, if one was. Throws a `GatewayFault` when the answer is no. */
  admit(visit: Visit, route: FoundRoute): string | undefined;
}

export function createAdmission(
  clock: Clock,
  state: GatewayState,
  limiter: RateLimiter,
  authority: Authority,
): Admission {
  return {
    admit(visit, { resource, method }) {
      if (method.authorizationType === 'AWS_IAM') checkCaller(visit);
      const path = `${resource.path.replace(/^\//, '')}/${method.httpMethod}`;
      const key = method.apiKeyRequired ? admitKey(visit, path) : undefined;
      checkStageLimits(visit, path);
      return key;
    },
  };

  function checkCaller(visit: Visit): void {
    const denied = authority.denialSentence('execute-api', checkSigned(visit), invoking(visit));
    if (denied !== undefined) throw accessDenied(masked(denied));
  }

  function admitKey(visit: Visit, path: string): string {
    const value = visit.request.headers['x-api-key'];
    const key = [...state.apiKeys.values()].find((it) => it.value === value && it.enabled);
    const plans = key === undefined ? [] : plansOf(key.id, visit);
    const [found] = plans;
    if (key === undefined || found === undefined) {
      throw new GatewayFault('INVALID_API_KEY', 'Forbidden', 'ForbiddenException');
    }
    checkPlanLimits(found, key.id, path);
    return key.id;
  }

  function plansOf(keyId: string, { api, stage }: Visit) {
    return [...state.usagePlans.values()]
      .filter(({ id }) => state.usagePlanKeys.get(`${id}/${keyId}`) !== undefined)
      .flatMap((plan) => {
        const planStage = plan.apiStages.find((it) => it.apiId === api.id && it.stage === stage.stageName);
        return planStage === undefined ? [] : [{ plan, planStage }];
      });
  }

  function checkPlanLimits(
    { plan, planStage }: { readonly plan: UsagePlan; readonly planStage: PlanStage },
    keyId: string,
    path: string,
  ): void {
    const ofMethod = planStage.throttle?.[path] ?? planStage.throttle?.[`/${path}`];
    const stage = `${planStage.apiId}/${planStage.stage}`;
    take(`method/${plan.id}/${keyId}/${stage}/${path}`, ofMethod);
    take(`plan/${plan.id}/${keyId}`, plan.throttle);
    if (plan.quota !== undefined) countAgainstQuota(plan, keyId);
  }

  function countAgainstQuota({ id, quota = {} }: UsagePlan, keyId: string): void {
    const name = `${id}/${keyId}`;
    const period = startOf(quota.period, clock.now());
    const usage = state.usage.get(name);
    const used = usage?.period === period ? usage.requests : 0;
    if (used >= (quota.limit ?? Number.POSITIVE_INFINITY)) {
      throw new GatewayFault('QUOTA_EXCEEDED', 'Limit Exceeded', 'LimitExceededException');
    }
    state.usage.set(name, { period, requests: used + 1 });
  }

  function checkStageLimits({ api, stage }: Visit, path: string): void {
    const name = `${api.id}/${stage.stageName}`;
    const own = stage.methodSettings[path];
    const settings = own ?? stage.methodSettings['*/*'];
    take(own === undefined ? `stage/${name}` : `stage/${name}/${path}`, {
      rateLimit: settings?.throttlingRateLimit,
      burstLimit: settings?.throttlingBurstLimit,
    });
  }

  function take(name: string, limits: ThrottleSettings = {}): void {
    if (!limiter.take(name, limits)) throw throttled();
  }
}

function checkSigned({ request }: Visit): Caller {
  if (request.caller === undefined) throw missingToken();
  if (readSignature(request)?.service === 'execute-api') return request.caller;
  throw new GatewayFault(
    'INVALID_SIGNATURE',
    "Credential should be scoped to correct service: 'execute-api'.",
    'InvalidSignatureException',
  );
}

function invoking({ request, api, stage, path }: Visit): Need {
  const resource = `arn:${PARTITION}:execute-api:${REGION}:${ACCOUNT_ID}:${api.id}/${stage.stageName}/${request.method}${path}`;
  return { action: 'execute-api:Invoke', resource };
}

/** Of the API's account its callers get to see the last four digits only. */
function masked(sentence: string): string {
  return sentence.replace(
    `:execute-api:${REGION}:${ACCOUNT_ID}:`,
    `:execute-api:${REGION}:********${ACCOUNT_ID.slice(-4)}:`,
  );
}

/** The day, week (from Sunday) or month that a time is in, by its first day, in UTC. */
function startOf(period: string | undefined, time: number): string {
  const date = new Date(time);
  if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  if (period === 'MONTH') date.setUTCDate(1);
  return date.toISOString().slice(0, 10);
}
