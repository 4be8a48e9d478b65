import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  paginateGetRestApis,
  type RestApi,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, whenApiGatewayAllows } from '../engine/retry.ts';
import { isOurs, OWNER_TAG } from '../ownership.ts';
import { type ApiDefinition, binaryMediaTypes, fingerprint } from './api-definition.ts';
import { deploy, deployedFingerprint } from './api-deployment.ts';
import { definitionOf, readApi } from './read-api.ts';
import { writeApi } from './write-api.ts';

export interface RestApiSpec {
  readonly name: string;
  readonly stage: string;
  readonly tags: Tags;
  readonly definition: ApiDefinition;
}

export interface RestApiLive {
  readonly id: string;
  readonly tags: Tags;
  readonly settings: Settings;
  readonly binaryMediaTypes: readonly string[];
  /** Others of ours with the same name: API Gateway makes as many as it is asked for, and an answer may get lost. */
  readonly doubles: readonly string[];
  /** All that stands in the API, deployed or not, somebody else's methods included. */
  readonly definition: ApiDefinition;
  /** The fingerprint of what the stage serves. */
  readonly deployed: string | undefined;
}

interface Settings {
  readonly description: string | undefined;
  readonly endpointType: string | undefined;
}

type Aws = Pick<Clients, 'apigateway'>;

/** The REST API, deployed: what is served is what is defined. */
export const restApi: Resource<Aws, RestApiSpec, RestApiLive> = resourceOf<Aws, RestApiSpec, RestApiLive>({
  async observe(aws, spec) {
    const install = spec.tags[OWNER_TAG] ?? '';
    const [found, ...others] = await restApisNamed(aws, spec.name, install);
    if (found?.id === undefined) return undefined;
    const { id, tags = {}, description, endpointConfiguration } = found;
    const [parts, deployed] = await Promise.all([
      readApi(aws, id),
      deployedFingerprint(aws, { restApiId: id, stageName: spec.stage }),
    ]);
    return {
      id,
      tags,
      settings: { description, endpointType: endpointConfiguration?.types?.[0] },
      binaryMediaTypes: (found.binaryMediaTypes ?? []).toSorted(),
      doubles: others.filter((it) => isOurs(it.tags ?? {}, install)).flatMap((it) => it.id ?? []),
      definition: definitionOf(parts),
      deployed,
    };
  },

  create: ({ apigateway }, spec, control) =>
    whenApiGatewayAllows(control, `API ${spec.name} to be created`, () =>
      apigateway.send(
        new CreateRestApiCommand({
          name: spec.name,
          description: wantedSettings.description,
          endpointConfiguration: { types: ['REGIONAL'] },
          binaryMediaTypes: [...binaryMediaTypes],
          tags: { ...spec.tags },
        }),
      ),
    ),

  aspects: [
    {
      path: 'doubles',
      wanted: () => [],
      actual: (live) => live.doubles,
      async write(aws, _spec, { doubles }, control) {
        for (const id of doubles) await removeApi(aws, id, control);
      },
    },
    {
      path: 'settings',
      wanted: () => wantedSettings,
      actual: (live) => live.settings,
      write: ({ apigateway }, spec, live, control) =>
        whenApiGatewayAllows(control, `API ${spec.name} to be changed`, () =>
          apigateway.send(
            new UpdateRestApiCommand({ restApiId: live.id, patchOperations: settingsPatch(live.settings) }),
          ),
        ),
    },
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
      actual: (live, spec) => ourMethods(live.definition, spec.definition),
      write: (aws, spec, live, control) => writeApi(aws, live.id, spec.definition, control),
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
    const install = spec.tags[OWNER_TAG] ?? '';
    for (const { id, tags = {} } of await restApisNamed(aws, spec.name, install)) {
      if (isOurs(tags, install)) await removeApi(aws, id, control);
    }
  },

  tags: (live) => live.tags,
});

/** The API of this name, preferably ours: names are not unique. Undefined when there is none. */
export async function findRestApi(aws: Aws, name: string, install: string): Promise<RestApi | undefined> {
  return (await restApisNamed(aws, name, install))[0];
}

const missing = ['NotFoundException'];

/** What somebody else has added to the API is left alone. */
function ourMethods(actual: ApiDefinition, wanted: ApiDefinition): ApiDefinition {
  return Object.fromEntries(Object.entries(actual).filter(([name]) => wanted[name] !== undefined));
}

const wantedSettings = {
  description: 'Uploads and queries of a filepipe install',
  endpointType: 'REGIONAL',
} as const;

/** Ours first, and the oldest of these first: whoever looks, now or at the same time, takes the same one. */
async function restApisNamed({ apigateway }: Aws, name: string, install: string): Promise<RestApi[]> {
  const found: RestApi[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: apigateway, pageSize: 500 }, {})) {
    found.push(...items.filter((it) => it.name === name));
  }
  const rank = ({ tags = {}, createdDate, id }: RestApi) =>
    `${isOurs(tags, install) ? 0 : 1} ${createdDate?.toISOString() ?? ''} ${id}`;
  return found.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

async function removeApi({ apigateway }: Aws, id: string | undefined, control: Control) {
  const command = new DeleteRestApiCommand({ restApiId: id });
  const what = `API Gateway, which deletes one API in ${DELETION_SECONDS} s`;
  const send = () => absentAs(missing, apigateway.send(command));
  await whenApiGatewayAllows(control, what, send, DELETION_SECONDS);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const DELETION_SECONDS = 30;

function settingsPatch({ description, endpointType }: Settings) {
  const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value });
  return [
    ...(description === wantedSettings.description
      ? []
      : [replace('/description', wantedSettings.description)]),
    ...(endpointType === wantedSettings.endpointType
      ? []
      : [replace(`/endpointConfiguration/types/${endpointType}`, wantedSettings.endpointType)]),
  ];
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
