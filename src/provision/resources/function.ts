import {
  type Architecture,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { waitFor } from '../../wait.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, functionBusy, functionExists, functionNotReady, retrying } from '../engine/retry.ts';
import { OWNER_TAG } from '../ownership.ts';
import { changedNames, type SettingTags } from '../setting-tags.ts';
import type { CodeArchive } from './code-archive.ts';
import {
  type ActualConfiguration,
  actualConfiguration,
  configurationInput,
  type FunctionConfiguration,
} from './function-configuration.ts';
import { actualTags, presentTags, writeTags } from './function-tags.ts';

export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
  /** Keep what the owner chose for later setups. */
  readonly settingTags: SettingTags;
  readonly code: CodeArchive;
  readonly configuration: FunctionConfiguration;
}

export interface FunctionLive {
  readonly tags: Tags;
  readonly state: string;
  readonly codeSha256: string | undefined;
  readonly architecture: string;
  readonly configuration: ActualConfiguration;
}

type Aws = Pick<Clients, 'lambda'>;

/** The function with its code. Arm, because it is the cheaper of the two. */
export const lambdaFunction: Resource<Aws, FunctionSpec, FunctionLive> = resourceOf<
  Aws,
  FunctionSpec,
  FunctionLive,
  GetFunctionCommandOutput
>({
  async observe({ lambda }, { name }) {
    const found = await describe({ lambda }, name);
    return found === undefined ? undefined : liveOf(found);
  },

  async create({ lambda }, spec, control) {
    const wait = {
      what: `role of function ${spec.name} to be usable by Lambda`,
      timeoutSeconds: 120,
      // Every attempt carries the code.
      minDelaySeconds: 0.5,
      hint: 'run filepipe setup again in a minute, it carries on where it stopped',
    };
    const create = new CreateFunctionCommand({
      FunctionName: spec.name,
      Architectures: [architecture],
      Code: { ZipFile: spec.code.zip },
      PackageType: 'Zip',
      Tags: { ...spec.tags, ...presentTags(spec.settingTags) },
      ...configurationInput(spec.configuration),
    });
    await retrying(control, wait, functionNotReady, () => lambda.send(create));
    return await untilSettled({ lambda }, spec.name, control);
  },

  asCreated: liveOf,

  aspects: [
    {
      // An interrupted setup may have left it pending.
      path: 'state',
      wanted: () => 'settled',
      actual: ({ state }) => (settledStates.includes(state) ? 'settled' : state),
      write: (aws, spec, _live, control) => untilSettled(aws, spec.name, control),
    },
    {
      // Before what they are about: a setup that is stopped in between is carried on with the same settings.
      path: 'tags',
      wanted: (spec) => spec.settingTags,
      actual: (live, spec) => actualTags(spec.settingTags, live.tags),
      write: (aws, { name, arn, settingTags }, live, control) =>
        retrying(control, settling(name), functionBusy, () => writeTags(aws, arn, settingTags, live.tags)),
    },
    {
      path: 'code',
      wanted: ({ code }) => ({ sha256: code.sha256, architecture }),
      actual: (live) => ({ sha256: live.codeSha256, architecture: live.architecture }),
      write: (aws, { name, code }, _live, control) =>
        update(aws, name, control, () =>
          aws.lambda.send(
            new UpdateFunctionCodeCommand({
              FunctionName: name,
              ZipFile: code.zip,
              Architectures: [architecture],
            }),
          ),
        ),
    },
    {
      path: 'configuration',
      wanted: (spec) => spec.configuration,
      actual: (live) => live.configuration,
      write: (aws, { name, configuration }, _live, control) =>
        update(aws, name, control, () =>
          aws.lambda.send(
            new UpdateFunctionConfigurationCommand({
              FunctionName: name,
              ...configurationInput(configuration),
            }),
          ),
        ),
    },
  ],

  async remove({ lambda }, { name }, control) {
    await retrying(control, settling(name), functionBusy, () =>
      absentAs(missing, lambda.send(new DeleteFunctionCommand({ FunctionName: name }))),
    );
    const wait = { what: `function ${name} to be gone`, timeoutSeconds: 300 };
    await waitFor(control, wait, async () =>
      (await describe({ lambda }, name)) === undefined ? true : undefined,
    );
  },

  obstacle(spec, { tags, configuration }) {
    const owner = tags[OWNER_TAG] === spec.tags[OWNER_TAG];
    const [changed] = owner ? changedNames(spec.settingTags, tags) : [];
    if (changed === undefined) return undefined;
    const present = configuration.environment?.[`${changed.toUpperCase()}_NAME`] ?? 'of the derived name';
    return {
      problem: `works for ${changed} ${present}, and an install keeps its ${changed}`,
      hint: `choose another install with --name, or begin anew after: filepipe teardown --keep-data`,
    };
  },

  existsAlready: functionExists,
  tags: (live) => live.tags,
  health: ({ state }) => ({ ok: settledStates.includes(state), text: state }),
});

const missing = ['ResourceNotFoundException'];
const architecture: Architecture = 'arm64';

/** Inactive is asleep: the next event wakes it. */
const settledStates = ['Active', 'Inactive'];

async function describe({ lambda }: Aws, name: string): Promise<GetFunctionCommandOutput | undefined> {
  return await absentAs(missing, lambda.send(new GetFunctionCommand({ FunctionName: name })));
}

function liveOf({ Configuration: found = {}, Tags = {}, TagsError }: GetFunctionCommandOutput): FunctionLive {
  // GetFunction succeeds without the tags when only those may not be read.
  if (TagsError !== undefined) {
    throw new FilepipeError(`cannot read the tags of function ${found.FunctionName}: ${TagsError.Message}`, {
      hint: 'allow lambda:ListTags on the function',
    });
  }
  const { State = 'Active', LastUpdateStatus = 'Successful' } = found;
  return {
    tags: Tags,
    state: LastUpdateStatus === 'InProgress' ? 'Updating' : State,
    codeSha256: found.CodeSha256,
    architecture: found.Architectures?.[0] ?? 'x86_64',
    configuration: actualConfiguration(found),
  };
}

/** Lambda takes no change while the last one settles, and the old code serves until then. */
async function update(
  aws: Aws,
  name: string,
  control: Control,
  change: () => Promise<unknown>,
): Promise<void> {
  await retrying(control, settling(name), functionNotReady, change);
  await untilSettled(aws, name, control);
}

/** The function once it has settled. */
async function untilSettled(aws: Aws, name: string, control: Control): Promise<GetFunctionCommandOutput> {
  return await waitFor(control, settling(name), async () => {
    const described = await describe(aws, name);
    const found = described?.Configuration;
    if (found?.State === 'Failed' || found?.LastUpdateStatus === 'Failed') {
      throw new FilepipeError(
        `Lambda could not bring up function ${name}: ${found.StateReason ?? found.LastUpdateStatusReason}`,
      );
    }
    const settled =
      settledStates.includes(found?.State ?? 'Active') && found?.LastUpdateStatus !== 'InProgress';
    return found !== undefined && settled ? described : undefined;
  });
}

function settling(name: string) {
  return { what: `function ${name} to become active`, timeoutSeconds: 300 };
}
