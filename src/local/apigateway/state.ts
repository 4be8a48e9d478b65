import { randomBytes } from 'node:crypto';
import type { QuotaSettings, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Collection, Storage } from '../storage.ts';
import type { Api, ApiIntegration, ApiMethod, ApiResource, Deployment, Stage } from './api.ts';
import { notFound } from './faults.ts';

/** Everything that the service remembers. */
export interface GatewayState {
  readonly apis: Collection<Api>;
  /** By `<api>/<deployment>`. */
  readonly deployments: Collection<Deployment>;
  /** By `<api>/<stage>`. */
  readonly stages: Collection<Stage>;
  readonly apiKeys: Collection<ApiKey>;
  readonly usagePlans: Collection<UsagePlan>;
  /** By `<plan>/<key>`. */
  readonly usagePlanKeys: Collection<UsagePlanKey>;
  /** Requests made in the present period, by `<plan>/<key>`. */
  readonly usage: Collection<Usage>;
}

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly customerId?: string | undefined;
  readonly enabled: boolean;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly productCode?: string | undefined;
  readonly apiStages: readonly PlanStage[];
  readonly throttle?: ThrottleSettings | undefined;
  readonly quota?: QuotaSettings | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface PlanStage {
  readonly apiId: string;
  readonly stage: string;
  /** By `<resource path>/<method>`. */
  readonly throttle?: Readonly<Record<string, ThrottleSettings>> | undefined;
}

interface UsagePlanKey {
  readonly usagePlanId: string;
  readonly keyId: string;
}

interface Usage {
  /** Its first day. */
  readonly period: string;
  readonly requests: number;
}

export async function openState(storage: Storage): Promise<GatewayState> {
  return {
    apis: await storage.collection('apigateway/apis'),
    deployments: await storage.collection('apigateway/deployments'),
    stages: await storage.collection('apigateway/stages'),
    apiKeys: await storage.collection('apigateway/keys'),
    usagePlans: await storage.collection('apigateway/plans'),
    usagePlanKeys: await storage.collection('apigateway/plan-keys'),
    usage: await storage.collection('apigateway/usage'),
  };
}

/** An id as API Gateway makes them: lower-case letters and digits. */
export function newId(length = 10): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % 36)).join('');
}

// What an operation is about; each of these fails with AWS's own `NotFoundException` when it is not there.

export function findApi(state: GatewayState, id: string): Api {
  const api = state.apis.get(id);
  if (api === undefined) throw notFound(`Invalid API identifier specified ${ACCOUNT_ID}:${id}`);
  return api;
}

export interface ResourceKey {
  readonly restApiId: string;
  readonly resourceId: string;
}

/** An API that is not there is told as a missing resource, as AWS does. */
export function findResource(state: GatewayState, { restApiId, resourceId }: ResourceKey) {
  const api = state.apis.get(restApiId);
  const resource = api?.definition.resources[resourceId];
  if (api === undefined || resource === undefined) throw notFound('Invalid Resource identifier specified');
  return { api, resource };
}

export interface MethodKey extends ResourceKey {
  readonly httpMethod: string;
}

export interface FoundMethod {
  readonly api: Api;
  readonly resource: ApiResource;
  readonly method: ApiMethod;
}

export function findMethod(state: GatewayState, key: MethodKey): FoundMethod {
  const { api, resource } = findResource(state, key);
  const method = resource.resourceMethods[key.httpMethod];
  if (method === undefined) throw notFound('Invalid Method identifier specified');
  return { api, resource, method };
}

export function findIntegration(
  state: GatewayState,
  key: MethodKey,
): FoundMethod & { readonly integration: ApiIntegration } {
  const found = findMethod(state, key);
  const integration = found.method.methodIntegration;
  if (integration === undefined) throw notFound('Invalid Integration identifier specified');
  return { ...found, integration };
}

export function findDeployment(state: GatewayState, restApiId: string, id: string): Deployment {
  const deployment = state.deployments.get(`${restApiId}/${id}`);
  if (deployment === undefined) throw notFound('Invalid Deployment identifier specified');
  return deployment;
}

export function findStage(state: GatewayState, restApiId: string, stageName: string): Stage {
  const stage = state.stages.get(`${restApiId}/${stageName}`);
  if (stage === undefined) throw notFound('Invalid stage identifier specified');
  return stage;
}

export function findUsagePlan(state: GatewayState, id: string): UsagePlan {
  const plan = state.usagePlans.get(id);
  if (plan === undefined) throw notFound('Invalid Usage Plan ID specified');
  return plan;
}

export function findApiKey(state: GatewayState, id: string): ApiKey {
  const key = state.apiKeys.get(id);
  if (key === undefined) throw notFound('Invalid API Key identifier specified');
  return key;
}
