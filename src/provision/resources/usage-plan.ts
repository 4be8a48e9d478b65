import {
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanCommand,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import type { Tags } from '../engine/resource.ts';
import { absentAs, apiPartExists, unlessThere, whenApiGatewayAllows } from '../engine/retry.ts';

/** The plan that makes a key open a stage. */
export interface UsagePlanSpec {
  readonly name: string;
  readonly tags: Tags;
  readonly apiId: string;
  readonly stage: string;
  readonly keyId: string | undefined;
}

type Aws = Pick<Clients, 'apigateway'>;

/** The plans of this name, whoever's they are, always in the same order: names are not unique. */
export async function plansNamed({ apigateway }: Aws, name: string): Promise<UsagePlan[]> {
  const found: UsagePlan[] = [];
  for await (const { items = [] } of paginateGetUsagePlans({ client: apigateway }, {})) {
    found.push(...items.filter((it) => it.name === name));
  }
  return found.toSorted((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
}

/** Whether the plan is attached to the stage. */
export function covers(plan: UsagePlan | undefined, apiId: string | undefined, stage: string): boolean {
  return (plan?.apiStages ?? []).some((it) => it.apiId === apiId && it.stage === stage);
}

/** Whether the plan takes the key; false when either is missing. */
export async function isKeyInPlan({ apigateway }: Aws, planId?: string, keyId?: string): Promise<boolean> {
  if (planId === undefined || keyId === undefined) return false;
  for await (const { items = [] } of paginateGetUsagePlanKeys(
    { client: apigateway },
    { usagePlanId: planId },
  )) {
    if (items.some(({ id }) => id === keyId)) return true;
  }
  return false;
}

/** Makes the plan, attaches it to the stage and gives it the key, whichever of these is missing. */
export async function completePlan(
  aws: Aws,
  { name, tags, apiId, stage, keyId }: UsagePlanSpec,
  control: Control,
): Promise<void> {
  const call = <T>(send: () => Promise<T>) =>
    whenApiGatewayAllows(control, `usage plan ${name} to be changed`, () =>
      unlessThere(apiPartExists, send()),
    );
  const [existing] = await plansNamed(aws, name);
  const create = new CreateUsagePlanCommand({ name, apiStages: [{ apiId, stage }], tags: { ...tags } });
  const plan =
    existing ??
    (await whenApiGatewayAllows(control, `usage plan ${name} to be created`, () =>
      aws.apigateway.send(create),
    ));
  if (existing !== undefined && !covers(existing, apiId, stage)) {
    const attach = { op: 'add' as const, path: '/apiStages', value: `${apiId}:${stage}` };
    const update = new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations: [attach] });
    await call(() => aws.apigateway.send(update));
  }
  if (!(await isKeyInPlan(aws, plan.id, keyId))) {
    const add = new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId, keyType: 'API_KEY' });
    await call(() => aws.apigateway.send(add));
  }
}

/** Deletes the plan, taking it off its stages first: API Gateway deletes none that is attached. */
export async function removePlan({ apigateway }: Aws, plan: UsagePlan, control: Control): Promise<void> {
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

const missing = ['NotFoundException'];
