import {
  CreateRoleCommand,
  type CreateRoleCommandOutput,
  DeleteRoleCommand,
  GetRoleCommand,
  type Role,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from '../../clients.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, named } from '../engine/retry.ts';
import { tagList, tagsOf } from '../ownership.ts';
import { canonical, type PolicyDocument, parsedPolicy } from '../policies.ts';
import {
  type ActualPolicies,
  inlinePoliciesOf,
  managedPoliciesOf,
  noSuchRole,
  removeAllPolicies,
  type WantedPolicies,
  whenRoleIsFree,
  writeInlinePolicies,
  writeManagedPolicies,
} from './role-policies.ts';

export interface RoleSpec extends WantedPolicies {
  readonly name: string;
  readonly description: string;
  readonly tags: Tags;
  readonly trust: PolicyDocument;
}

export interface RoleLive extends ActualPolicies {
  readonly tags: Tags;
  readonly description: string | undefined;
  readonly trust: PolicyDocument;
}

type Aws = Pick<Clients, 'iam'>;

/** A role with its policies. `remove` takes along whatever policies it has by then. */
export const role: Resource<Aws, RoleSpec, RoleLive> = resourceOf<
  Aws,
  RoleSpec,
  RoleLive,
  CreateRoleCommandOutput
>({
  async observe({ iam }, { name }) {
    const found = await absentAs(noSuchRole, iam.send(new GetRoleCommand({ RoleName: name })));
    if (found?.Role === undefined) return undefined;
    // IAM may know a new role in one place and not yet in another.
    const [inlinePolicies, managedPolicies] = await Promise.all([
      absentAs(noSuchRole, inlinePoliciesOf({ iam }, name)),
      absentAs(noSuchRole, managedPoliciesOf({ iam }, name)),
    ]);
    if (inlinePolicies === undefined || managedPolicies === undefined) return undefined;
    return liveOf(found.Role, { inlinePolicies, managedPolicies });
  },

  create: ({ iam }, spec) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: spec.name,
        Description: spec.description,
        AssumeRolePolicyDocument: JSON.stringify(spec.trust),
        Tags: tagList(spec.tags),
      }),
    ),

  asCreated: ({ Role }) => Role && liveOf(Role, { inlinePolicies: {}, managedPolicies: [] }),

  aspects: [
    {
      path: 'trust',
      wanted: (spec) => canonical(spec.trust),
      actual: (live) => canonical(live.trust),
      write: ({ iam }, spec, _live, control) =>
        whenRoleIsFree(control, spec.name, () =>
          iam.send(
            new UpdateAssumeRolePolicyCommand({
              RoleName: spec.name,
              PolicyDocument: JSON.stringify(spec.trust),
            }),
          ),
        ),
    },
    {
      path: 'description',
      wanted: (spec) => spec.description,
      actual: (live) => live.description,
      write: ({ iam }, { name, description }, _live, control) =>
        whenRoleIsFree(control, name, () =>
          iam.send(new UpdateRoleCommand({ RoleName: name, Description: description })),
        ),
    },
    {
      path: 'inlinePolicies',
      wanted: (spec) => canonical(spec.inlinePolicies),
      actual: (live, spec) =>
        Object.fromEntries(
          Object.keys(spec.inlinePolicies).map((name) => [name, canonical(live.inlinePolicies[name])]),
        ),
      write: writeInlinePolicies,
    },
    {
      path: 'managedPolicies',
      wanted: (spec) => spec.managedPolicies,
      actual: (live, spec) =>
        Object.fromEntries(
          Object.keys(spec.managedPolicies).map((arn) => [arn, live.managedPolicies.includes(arn)]),
        ),
      write: writeManagedPolicies,
    },
  ],

  async remove(aws, { name }, control) {
    await absentAs(noSuchRole, removeAllPolicies(aws, name, control));
    await whenRoleIsFree(control, name, () =>
      absentAs(noSuchRole, aws.iam.send(new DeleteRoleCommand({ RoleName: name }))),
    );
  },

  existsAlready: named('EntityAlreadyExistsException', 'EntityAlreadyExists'),
  tags: (live) => live.tags,
});

function liveOf(
  { Tags, Description, AssumeRolePolicyDocument = '' }: Role,
  policies: ActualPolicies,
): RoleLive {
  return {
    tags: tagsOf(Tags),
    description: Description,
    trust: parsedPolicy(AssumeRolePolicyDocument),
    ...policies,
  };
}
