import {
  GetDeploymentCommand,
  GetStagesCommand,
  type Integration,
  type Method,
  type MethodSnapshot,
  paginateGetResources,
  paginateGetRestApis,
  type Resource,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../clients.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { type FoundRole, findRole } from './find-role.ts';
import { absent, found, type Part, partOf } from './part.ts';

/** A REST API that puts files into the bucket, as it was found. */
export interface FoundApi {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
  /** `EDGE`, `REGIONAL` or `PRIVATE`. */
  readonly endpointTypes: readonly string[];
  readonly binaryMediaTypes: readonly string[];
  readonly methods: readonly FoundMethod[];
  readonly stages: readonly FoundStage[];
}

/** A method whose integration reaches the bucket. */
export interface FoundMethod {
  /** `POST /upload`. */
  readonly name: string;
  readonly method: Method;
  readonly integration: Integration;
  /** What API Gateway acts as. */
  readonly role: Part<FoundRole>;
}

export interface FoundStage {
  readonly name: string;
  /** What it serves: path → verb → how callers are admitted. Absent when its deployment is gone. */
  readonly served: Part<Readonly<Record<string, Readonly<Record<string, MethodSnapshot>>>>>;
}

type Aws = Pick<Clients, 'apigateway' | 'iam'>;

/** The REST APIs with an integration that reaches the bucket. Reads every API of the region. */
export async function findApis(aws: Aws, bucket: string): Promise<Part<readonly FoundApi[]>> {
  const apis = await partOf(restApis(aws), []);
  if (apis.state !== 'found') return apis;
  return await partOf(
    Promise.all(apis.value.map((api) => findApi(aws, api, bucket))).then((all) =>
      all.filter((api) => api !== undefined),
    ),
    [],
  );
}

async function restApis({ apigateway }: Aws): Promise<RestApi[]> {
  const all: RestApi[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: apigateway, pageSize: 500 }, {})) {
    all.push(...items);
  }
  return all;
}

async function findApi(aws: Aws, api: RestApi, bucket: string): Promise<FoundApi | undefined> {
  const { id = '', name = id, tags = {}, endpointConfiguration, binaryMediaTypes = [] } = api;
  const reaching = (await resourcesOf(aws, id)).flatMap(({ path = '', resourceMethods = {} }) =>
    Object.entries(resourceMethods).flatMap(([verb, method]) => {
      const integration = method.methodIntegration;
      return integration !== undefined && reaches(integration, bucket)
        ? [{ name: `${verb} ${path}`, method, integration }]
        : [];
    }),
  );
  if (reaching.length === 0) return undefined;
  const [methods, stages] = await Promise.all([
    Promise.all(reaching.map(async (it) => ({ ...it, role: await roleOf(aws, it.integration) }))),
    stagesOf(aws, id),
  ]);
  return {
    id,
    name,
    tags,
    endpointTypes: endpointConfiguration?.types ?? [],
    binaryMediaTypes,
    methods,
    stages,
  };
}

async function resourcesOf({ apigateway }: Aws, restApiId: string): Promise<Resource[]> {
  const all: Resource[] = [];
  const pages = paginateGetResources(
    { client: apigateway, pageSize: 500 },
    { restApiId, embed: ['methods'] },
  );
  for await (const { items = [] } of pages) all.push(...items);
  return all;
}

/**
 * Whether the integration writes to the bucket: `…:s3:path/BUCKET/{key}`, or a `{parameter}` in the bucket's
 * place that is always this bucket, or whatever the caller says.
 */
function reaches({ type, uri = '', requestParameters = {} }: Integration, bucket: string): boolean {
  const [, target] = /:s3:path\/([^/]+)/.exec(uri) ?? [];
  if (type !== 'AWS' || target === undefined) return false;
  if (!/^\{.*\}$/.test(target)) return target === bucket;
  const source = requestParameters[`integration.request.path.${target.slice(1, -1)}`] ?? '';
  return source.startsWith("'") ? source === `'${bucket}'` : true;
}

async function roleOf({ iam }: Aws, { credentials = '' }: Integration): Promise<Part<FoundRole>> {
  return credentials.includes(':role/') ? await findRole({ iam }, credentials) : absent;
}

async function stagesOf({ apigateway }: Aws, restApiId: string): Promise<FoundStage[]> {
  const { item: stages = [] } = await apigateway.send(new GetStagesCommand({ restApiId }));
  return await Promise.all(
    stages.map(async ({ stageName = '', deploymentId }) => {
      const read = new GetDeploymentCommand({ restApiId, deploymentId, embed: ['apisummary'] });
      const deployment = await partOf(apigateway.send(read), ['NotFoundException']);
      return {
        name: stageName,
        served: deployment.state === 'found' ? found(deployment.value.apiSummary ?? {}) : deployment,
      };
    }),
  );
}
