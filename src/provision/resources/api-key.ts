import {
  type ApiKey,
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  paginateGetApiKeys,
  UpdateApiKeyCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, whenApiGatewayAllows } from '../engine/retry.ts';
import { isOurs, OWNER_TAG } from '../ownership.ts';
import { findRestApi } from './rest-api.ts';
import { completePlan, covers, isKeyInPlan, plansNamed, removePlan } from './usage-plan.ts';

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
  readonly enabled: boolean;
  /** Other keys and plans of ours with the same name: API Gateway makes as many as it is asked for. */
  readonly doubles: { readonly keys: readonly string[]; readonly plans: readonly string[] };
  readonly plan: { readonly exists: boolean; readonly coversStage: boolean; readonly takesKey: boolean };
}

type Aws = Pick<Clients, 'apigateway'>;

/** A key that opens the API, with the usage plan without which API Gateway ignores keys. */
export const apiKey: Resource<Aws, ApiKeySpec, ApiKeyLive> = resourceOf<Aws, ApiKeySpec, ApiKeyLive>({
  async observe(aws, spec) {
    const [[key, ...otherKeys], [plan, ...otherPlans]] = await Promise.all([
      keysNamed(aws, spec.name),
      plansNamed(aws, spec.name),
    ]);
    if (key === undefined && plan === undefined) return undefined;
    const ours = ({ tags = {} }: ApiKey | UsagePlan) => isOurs(tags, spec.tags[OWNER_TAG] ?? '');
    const [apiId, takesKey] = await Promise.all([apiIdOf(aws, spec), isKeyInPlan(aws, plan?.id, key?.id)]);
    return {
      tags: key?.tags ?? plan?.tags ?? {},
      keyId: key?.id,
      enabled: key?.enabled ?? false,
      doubles: { keys: idsOf(otherKeys.filter(ours)), plans: idsOf(otherPlans.filter(ours)) },
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
      path: 'enabled',
      wanted: () => true,
      actual: (live) => live.keyId === undefined || live.enabled,
      write: ({ apigateway }, { name }, { keyId }, control) =>
        whenApiGatewayAllows(control, `API key ${name} to be enabled`, () =>
          apigateway.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [enable] })),
        ),
    },
    {
      path: 'doubles',
      wanted: () => ({ keys: [], plans: [] }),
      actual: (live) => live.doubles,
      async write(aws, { name }, { doubles }, control) {
        const plans = (await plansNamed(aws, name)).filter(({ id = '' }) => doubles.plans.includes(id));
        for (const plan of plans) await removePlan(aws, plan, control);
        for (const id of doubles.keys) await removeKey(aws, name, id, control);
      },
    },
    {
      path: 'usagePlan',
      wanted: () => ({ exists: true, coversStage: true, takesKey: true }),
      actual: (live) => live.plan,
      async write(aws, spec, _live, control) {
        const [apiId, key] = await Promise.all([apiIdOf(aws, spec), findApiKey(aws, spec.name)]);
        if (apiId === undefined)
          throw new FilepipeError(`there is no API ${spec.restApi} for the key to open`);
        const { name, tags, stage } = spec;
        await completePlan(aws, { name, tags, stage, apiId, keyId: key?.id }, control);
      },
    },
  ],

  async remove(aws, { name, tags }, control) {
    const ours = (it: ApiKey | UsagePlan) => isOurs(it.tags ?? {}, tags[OWNER_TAG] ?? '');
    for (const plan of (await plansNamed(aws, name)).filter(ours)) await removePlan(aws, plan, control);
    for (const { id } of (await keysNamed(aws, name)).filter(ours)) await removeKey(aws, name, id, control);
  },

  tags: (live) => live.tags,
});

/** The key of this name, without its value; undefined when there is none. */
export async function findApiKey(aws: Aws, name: string): Promise<ApiKey | undefined> {
  return (await keysNamed(aws, name))[0];
}

const missing = ['NotFoundException'];

const enable = { op: 'replace' as const, path: '/enabled', value: 'true' };

async function keysNamed({ apigateway }: Aws, name: string): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  // The query matches beginnings.
  for await (const { items = [] } of paginateGetApiKeys({ client: apigateway }, { nameQuery: name })) {
    found.push(...items.filter((it) => it.name === name));
  }
  const rank = ({ createdDate, id }: ApiKey) => `${createdDate?.toISOString() ?? ''} ${id}`;
  return found.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function idsOf(list: readonly { readonly id?: string | undefined }[]): string[] {
  return list.flatMap(({ id }) => id ?? []);
}

async function apiIdOf(aws: Aws, spec: ApiKeySpec): Promise<string | undefined> {
  return (await findRestApi(aws, spec.restApi, spec.tags[OWNER_TAG] ?? ''))?.id;
}

async function createKey({ apigateway }: Aws, { name, tags }: ApiKeySpec, control: Control): Promise<void> {
  await whenApiGatewayAllows(control, `API key ${name} to be created`, () =>
    apigateway.send(new CreateApiKeyCommand({ name, enabled: true, tags: { ...tags } })),
  );
}

async function removeKey({ apigateway }: Aws, name: string, id: string | undefined, control: Control) {
  await whenApiGatewayAllows(control, `API key ${name} to be deleted`, () =>
    absentAs(missing, apigateway.send(new DeleteApiKeyCommand({ apiKey: id }))),
  );
}
