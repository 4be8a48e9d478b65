import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  paginateGetRestApis,
  type RestApi,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, whenApiGatewayAllows } from '../engine/retry.ts';
import { isOurs, OWNER_TAG } from '../ownership.ts';
import { type ApiDefinition, binaryMediaTypes, fingerprint } from './api-definition.ts';
import { deploy, deployedFingerprint } from './api-deployment.ts';
import { readUploadMethod, writeUploadMethod } from './api-method.ts';

export interface RestApiSpec {
  readonly name: string;
  readonly stage: string;
  readonly tags: Tags;
  readonly definition: ApiDefinition;
}

export interface RestApiLive {
  readonly id: string;
  readonly tags: Tags;
  readonly binaryMediaTypes: readonly string[];
  /** As it stands in the API, deployed or not; undefined when there is no upload method. */
  readonly definition: ApiDefinition | undefined;
  /** The fingerprint of what the stage serves. */
  readonly deployed: string | undefined;
}

type Aws = Pick<Clients, 'apigateway'>;

/** The REST API, deployed: what is served is what is defined. */
export const restApi: Resource<Aws, RestApiSpec, RestApiLive> = resourceOf<Aws, RestApiSpec, RestApiLive>({
  async observe(aws, spec) {
    const found = await findRestApi(aws, spec.name, spec.tags[OWNER_TAG] ?? '');
    if (found?.id === undefined) return undefined;
    const { id, tags = {} } = found;
    const [definition, deployed] = await Promise.all([
      readUploadMethod(aws, id),
      deployedFingerprint(aws, { restApiId: id, stageName: spec.stage }),
    ]);
    return { id, tags, binaryMediaTypes: (found.binaryMediaTypes ?? []).toSorted(), definition, deployed };
  },

  create: ({ apigateway }, spec, control) =>
    whenApiGatewayAllows(control, `API ${spec.name} to be created`, () =>
      apigateway.send(
        new CreateRestApiCommand({
          name: spec.name,
          description: 'Uploads into the bucket of a filepipe install',
          endpointConfiguration: { types: ['REGIONAL'] },
          binaryMediaTypes: [...binaryMediaTypes],
          tags: { ...spec.tags },
        }),
      ),
    ),

  aspects: [
    {
      path: 'binaryMediaTypes',
      wanted: () => binaryMediaTypes.toSorted(),
      actual: (live) => live.binaryMediaTypes,
      write: ({ apigateway }, spec, live, control) =>
        whenApiGatewayAllows(control, `API ${spec.name} to be changed`, () =>
          apigateway.send(
            new UpdateRestApiCommand({ restApiId: live.id, patchOperations: mediaTypePatch(live) }),
          ),
        ),
    },
    {
      path: 'definition',
      wanted: (spec) => spec.definition,
      actual: (live) => live.definition,
      write: (aws, spec, live, control) => writeUploadMethod(aws, live.id, spec.definition, control),
    },
    {
      // Changes are not served until they are deployed.
      path: 'deployed',
      wanted: (spec) => fingerprint(spec.definition),
      actual: (live) => live.deployed,
      write: (aws, { stage, definition }, { id }, control) =>
        deploy(aws, { restApiId: id, stageName: stage }, fingerprint(definition), control),
    },
  ],

  async remove(aws, spec, control) {
    for (const { id, tags = {} } of await restApisNamed(aws, spec.name)) {
      if (!isOurs(tags, spec.tags[OWNER_TAG] ?? '')) continue;
      await whenApiGatewayAllows(control, `API ${spec.name} to be deleted`, () =>
        absentAs(missing, aws.apigateway.send(new DeleteRestApiCommand({ restApiId: id }))),
      );
    }
  },

  tags: (live) => live.tags,
});

/** The API of this name, preferably ours: names are not unique. Undefined when there is none. */
export async function findRestApi(aws: Aws, name: string, install: string): Promise<RestApi | undefined> {
  const found = await restApisNamed(aws, name);
  return found.find(({ tags = {} }) => isOurs(tags, install)) ?? found[0];
}

const missing = ['NotFoundException'];

async function restApisNamed({ apigateway }: Aws, name: string): Promise<RestApi[]> {
  const found: RestApi[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: apigateway, pageSize: 500 }, {})) {
    found.push(...items.filter((it) => it.name === name));
  }
  return found;
}

function mediaTypePatch(live: RestApiLive) {
  const path = (type: string) => `/binaryMediaTypes/${type.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const missingTypes = binaryMediaTypes.filter((type) => !live.binaryMediaTypes.includes(type));
  const strangeTypes = live.binaryMediaTypes.filter((type) => !binaryMediaTypes.includes(type));
  return [
    ...missingTypes.map((type) => ({ op: 'add' as const, path: path(type) })),
    ...strangeTypes.map((type) => ({ op: 'remove' as const, path: path(type) })),
  ];
}
