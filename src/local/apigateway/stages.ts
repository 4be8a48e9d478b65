import type * as sdk from '@aws-sdk/client-api-gateway';
import type { MethodSetting } from '@aws-sdk/client-api-gateway';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { type Stage, without } from './api.ts';
import { badRequest, conflict, notServed } from './faults.ts';
import { asBoolean, asNumber, type PatchRules, patched } from './patch.ts';
import { findApi, findDeployment, findStage, type GatewayState } from './state.ts';
import { checkedTags } from './tags.ts';

export function stageOperations(core: Core, state: GatewayState): Operations<typeof sdk> {
  return {
    createStage({ restApiId, ...input }) {
      findApi(state, restApiId);
      findDeployment(state, restApiId, input.deploymentId);
      if (input.canarySettings) throw notServed('canary deployments');
      const key = `${restApiId}/${input.stageName}`;
      if (state.stages.get(key)) throw conflict('Stage already exists');
      const stage = newStage({ ...input, restApiId, now: core.clock.now() });
      state.stages.set(key, stage);
      return describeStage(stage);
    },
    getStage: ({ restApiId, stageName }) => describeStage(findStage(state, restApiId, stageName)),
    getStages({ restApiId, deploymentId }) {
      findApi(state, restApiId);
      const stages = [...state.stages.values()].filter(
        (stage) => stage.restApiId === restApiId && (!deploymentId || stage.deploymentId === deploymentId),
      );
      return { item: stages.map(describeStage) };
    },
    updateStage({ restApiId, stageName, patchOperations }) {
      const stage = patched(findStage(state, restApiId, stageName), patchOperations, patchRules);
      findDeployment(state, restApiId, stage.deploymentId);
      const updated = { ...stage, lastUpdatedDate: core.clock.now() };
      state.stages.set(`${restApiId}/${stageName}`, updated);
      return describeStage(updated);
    },
    deleteStage({ restApiId, stageName }) {
      findStage(state, restApiId, stageName);
      state.stages.delete(`${restApiId}/${stageName}`);
      return {};
    },
  };
}

interface StageInput {
  readonly restApiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  readonly methodSettings?: Stage['methodSettings'] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly createdDate?: number | undefined;
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly tracingEnabled?: boolean | undefined;
  readonly now: number;
}

/** The stage that is asked for; fails when it cannot be. */
export function newStage(input: StageInput): Stage {
  const { restApiId, stageName, deploymentId, description, variables, now } = input;
  if (!/^[\w-]{1,128}$/.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
  if (input.cacheClusterEnabled) throw notServed('caching');
  if (input.tracingEnabled) throw notServed('tracing');
  for (const value of Object.values(variables ?? {})) checkVariable(value);
  return {
    restApiId,
    stageName,
    deploymentId,
    description,
    variables,
    methodSettings: input.methodSettings ?? {},
    tags: checkedTags(input.tags),
    createdDate: input.createdDate ?? now,
    lastUpdatedDate: now,
  };
}

function describeStage({ restApiId: _, ...stage }: Stage) {
  return {
    ...stage,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE' as const,
    tracingEnabled: false,
    createdDate: new Date(stage.createdDate),
    lastUpdatedDate: new Date(stage.lastUpdatedDate),
    tags: Object.keys(stage.tags).length === 0 ? undefined : stage.tags,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html */
function checkVariable(value: string): void {
  if (!/^[\w\-._~:/?#&=,]*$/.test(value)) throw badRequest(`Invalid stage variable value: ${value}`);
}

const patchRules: PatchRules<Stage> = {
  '/deploymentId': { replace: (stage, deploymentId) => ({ ...stage, deploymentId }) },
  '/description': { replace: (stage, description) => ({ ...stage, description }) },
  '/variables/{}': {
    add: withVariable,
    replace: withVariable,
    remove: (stage, _value, name) => ({ ...stage, variables: without(stage.variables ?? {}, name ?? '') }),
  },
  '/tracingEnabled': { replace: (stage, value) => leftOff(stage, asBoolean(value), 'tracing') },
  '/cacheClusterEnabled': { replace: (stage, value) => leftOff(stage, asBoolean(value), 'caching') },
  '/{}/{}': {
    remove: (stage, _value, path, verb) => ({
      ...stage,
      methodSettings: without(stage.methodSettings, settingsKey(path, verb)),
    }),
  },
  '/{}/{}/metrics/enabled': setting((value) => ({ metricsEnabled: asBoolean(value) })),
  '/{}/{}/throttling/rateLimit': setting((value) => ({
    throttlingRateLimit: asNumber(value, 'throttling/rateLimit'),
  })),
  '/{}/{}/throttling/burstLimit': setting((value) => ({
    throttlingBurstLimit: asNumber(value, 'throttling/burstLimit'),
  })),
  '/{}/{}/logging/loglevel': setting((value) => ({ loggingLevel: logLevel(value) })),
  '/{}/{}/logging/dataTrace': setting((value) => ({ dataTraceEnabled: withoutLogs(asBoolean(value)) })),
  '/{}/{}/caching/enabled': setting((value) => {
    if (asBoolean(value)) throw notServed('caching');
    return { cachingEnabled: false };
  }),
};

function setting(change: (value: string) => MethodSetting): PatchRules<Stage>[string] {
  const replace = (stage: Stage, value: string, path?: string, verb?: string): Stage => {
    const key = settingsKey(path, verb);
    const settings = { ...DEFAULT_SETTINGS, ...stage.methodSettings[key], ...change(value) };
    return { ...stage, methodSettings: { ...stage.methodSettings, [key]: settings } };
  };
  return { replace };
}

/** Resource paths are known with and without their leading slash. */
function settingsKey(path = '', verb = ''): string {
  return `${path.replace(/^\//, '')}/${verb}`;
}

/** What a method has whose settings are touched for the first time. */
const DEFAULT_SETTINGS: MethodSetting = {
  metricsEnabled: false,
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

function logLevel(value: string): string {
  if (!['OFF', 'INFO', 'ERROR'].includes(value)) throw badRequest(`Invalid log level: ${value}`);
  withoutLogs(value !== 'OFF');
  return value;
}

/** No account here has the role that execution logs need. */
function withoutLogs(enabled: boolean): boolean {
  if (!enabled) return false;
  throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
}

function withVariable(stage: Stage, value: string, name = ''): Stage {
  checkVariable(value);
  return { ...stage, variables: { ...stage.variables, [name]: value } };
}

function leftOff(stage: Stage, enabled: boolean, what: string): Stage {
  if (enabled) throw notServed(what);
  return stage;
}
