import {
  type ApiKey,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, whenApiGatewayAllows } from '../engine/retry.ts';
import { OWNER_TAG } from '../ownership.ts';
import { findRestApi } from './rest-api.ts';

export interface ApiKeySpec {
  /** Of the key and of its usage plan. */
  readonly name: string;
  readonly restApi: string;
  readonly stage: string;
  readonly tags: Tags;
}

export interface ApiKeyLive {
  readonly tags: Tags;
  /** Undefined when an interrupted run left the plan without it. */
  readonly keyId: string | undefined;
  readonly plan: { readonly exists: boolean; readonly coversStage: boolean; readonly takesKey: boolean };
}

type Aws = Pick<Clients, 'apigateway'>;

/** A key that opens the API, with the usage plan without which API Gateway ignores keys. */
export const apiKey: Resource<Aws, ApiKeySpec, ApiKeyLive> = resourceOf<Aws, ApiKeySpec, ApiKeyLive>({
  async observe(aws, spec) {
    const [key, plan] = await Promise.all([findApiKey(aws, spec.name), findUsagePlan(aws, spec.name)]);
    if (key === undefined && plan === undefined) return undefined;
    const [apiId, takesKey] = await Promise.all([apiIdOf(aws, spec), isKeyInPlan(aws, plan?.id, key?.id)]);
    return {
      tags: key?.tags ?? plan?.tags ?? {},
      keyId: key?.id,
      plan: { exists: plan !== undefined, coversStage: covers(plan, apiId, spec.stage), takesKey },
    };
  },

  create: createKey,

  aspects: [
    {
      path: 'key',
      wanted: () => true,
      actual: (live) => live.keyId !== undefined,
      write: (aws, spec, _live, control) => createKey(aws, spec, control),
    },
    {
      path: 'usagePlan',
      wanted: () => ({ exists: true, coversStage: true, takesKey: true }),
      actual: (live) => live.plan,
      write: (aws, spec, _live, control) => completePlan(aws, spec, control),
    },
  ],

  async remove(aws, { name }, control) {
    const plan = await findUsagePlan(aws, name);
    if (plan !== undefined) await removePlan(aws, plan, control);
    const key = await findApiKey(aws, name);
    if (key === undefined) return;
    await whenApiGatewayAllows(control, `API key ${name} to be deleted`, () =>
      absentAs(missing, aws.apigateway.send(new DeleteApiKeyCommand({ apiKey: key.id }))),
    );
  },

  tags: (live) => live.tags,
});

/** The key of this name, without its value; undefined when there is none. */
export async function findApiKey({ apigateway }: Aws, name: string): Promise<ApiKey | undefined> {
  for await (const { items = [] } of paginateGetApiKeys({ client: apigateway }, { nameQuery: name })) {
    // The query matches beginnings.
    const found = items.find((it) => it.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const missing = ['NotFoundException'];

async function findUsagePlan({ apigateway }: Aws, name: string): Promise<UsagePlan | undefined> {
  for await (const { items = [] } of paginateGetUsagePlans({ client: apigateway }, {})) {
    const found = items.find((it) => it.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function isKeyInPlan({ apigateway }: Aws, planId?: string, keyId?: string): Promise<boolean> {
  if (planId === undefined || keyId === undefined) return false;
  for await (const { items = [] } of paginateGetUsagePlanKeys(
    { client: apigateway },
    { usagePlanId: planId },
  )) {
    if (items.some(({ id }) => id === keyId)) return true;
  }
  return false;
}

async function apiIdOf(aws: Aws, spec: ApiKeySpec): Promise<string | undefined> {
  return (await findRestApi(aws, spec.restApi, spec.tags[OWNER_TAG] ?? ''))?.id;
}

function covers(plan: UsagePlan | undefined, apiId: string | undefined, stage: string): boolean {
  return (plan?.apiStages ?? []).some((it) => it.apiId === apiId && it.stage === stage);
}

async function createKey({ apigateway }: Aws, { name, tags }: ApiKeySpec, control: Control): Promise<void> {
  await whenApiGatewayAllows(control, `API key ${name} to be created`, () =>
    apigateway.send(new CreateApiKeyCommand({ name, enabled: true, tags: { ...tags } })),
  );
}

/** Makes the plan, attaches it to the stage and gives it the key, whichever of these is missing. */
async function completePlan(aws: Aws, spec: ApiKeySpec, control: Control): Promise<void> {
  const call = <T>(send: () => Promise<T>) =>
    whenApiGatewayAllows(control, `usage plan ${spec.name} to be changed`, send);
  const [apiId, key, existing] = await Promise.all([
    apiIdOf(aws, spec),
    findApiKey(aws, spec.name),
    findUsagePlan(aws, spec.name),
  ]);
  if (apiId === undefined) throw new FilepipeError(`there is no API ${spec.restApi} for the key to open`);
  const apiStage = { apiId, stage: spec.stage };
  const create = new CreateUsagePlanCommand({
    name: spec.name,
    apiStages: [apiStage],
    tags: { ...spec.tags },
  });
  const plan = existing ?? (await call(() => aws.apigateway.send(create)));
  if (existing !== undefined && !covers(existing, apiId, spec.stage)) {
    const attach = { op: 'add' as const, path: '/apiStages', value: `${apiId}:${spec.stage}` };
    const update = new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations: [attach] });
    await call(() => aws.apigateway.send(update));
  }
  if (!(await isKeyInPlan(aws, plan.id, key?.id))) {
    const add = new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key?.id, keyType: 'API_KEY' });
    await call(() => aws.apigateway.send(add));
  }
}

/** API Gateway deletes no plan that is attached to a stage. */
async function removePlan({ apigateway }: Aws, plan: UsagePlan, control: Control): Promise<void> {
  const call = <T>(send: () => Promise<T>) =>
    whenApiGatewayAllows(control, `usage plan ${plan.name} to be deleted`, () => absentAs(missing, send()));
  const detach = (plan.apiStages ?? []).map(({ apiId, stage }) => ({
    op: 'remove' as const,
    path: '/apiStages',
    value: `${apiId}:${stage}`,
  }));
  if (detach.length > 0) {
    const update = new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations: detach });
    await call(() => apigateway.send(update));
  }
  await call(() => apigateway.send(new DeleteUsagePlanCommand({ usagePlanId: plan.id })));
}
