import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { resourceOf } from './aspects.ts';
import { differences } from './differences.ts';
import { tagList, tagsOf } from './ownership.ts';
import { canonical, type PolicyDocument, parsedPolicy } from './policies.ts';
import type { Resource, Tags } from './resource.ts';
import { absentAs, changedConcurrently, retrying } from './retry.ts';

export interface RoleSpec {
  readonly name: string;
  readonly description: string;
  readonly tags: Tags;
  readonly trust: PolicyDocument;
  /** By name; undefined for one that is not to be there. Inline policies of other names are left alone. */
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument | undefined>>;
  /** ARN of a managed policy → whether it is to be attached. Those not named are left alone. */
  readonly managedPolicies: Readonly<Record<string, boolean>>;
}

export interface RoleLive {
  readonly tags: Tags;
  readonly trust: PolicyDocument;
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument>>;
  /** ARNs. */
  readonly managedPolicies: readonly string[];
}

type Aws = Pick<Clients, 'iam'>;

/** A role with its policies. `remove` takes along whatever policies it has by then. */
export const role: Resource<Aws, RoleSpec, RoleLive> = resourceOf<Aws, RoleSpec, RoleLive>({
  async observe({ iam }, { name }) {
    const found = await absentAs(missing, iam.send(new GetRoleCommand({ RoleName: name })));
    if (found?.Role === undefined) return undefined;
    const [inlinePolicies, managedPolicies] = await Promise.all([
      inlinePoliciesOf({ iam }, name),
      managedPoliciesOf({ iam }, name),
    ]);
    const { Tags, AssumeRolePolicyDocument = '' } = found.Role;
    return {
      tags: tagsOf(Tags),
      trust: parsedPolicy(AssumeRolePolicyDocument),
      inlinePolicies,
      managedPolicies,
    };
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

  aspects: [
    {
      path: 'trust',
      wanted: (spec) => canonical(spec.trust),
      actual: (live) => canonical(live.trust),
      write: ({ iam }, spec, _live, control) =>
        patiently(control, spec.name, () =>
          iam.send(
            new UpdateAssumeRolePolicyCommand({
              RoleName: spec.name,
              PolicyDocument: JSON.stringify(spec.trust),
            }),
          ),
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
    const inline = (await absentAs(missing, inlinePoliciesOf(aws, name))) ?? {};
    const managed = (await absentAs(missing, managedPoliciesOf(aws, name))) ?? [];
    for (const policy of Object.keys(inline)) await deleteInlinePolicy(aws, name, policy, control);
    for (const arn of managed) await detachManagedPolicy(aws, name, arn, control);
    await patiently(control, name, () =>
      absentAs(missing, aws.iam.send(new DeleteRoleCommand({ RoleName: name }))),
    );
  },

  tags: (live) => live.tags,
});

const missing = ['NoSuchEntityException', 'NoSuchEntity'];

async function inlinePoliciesOf({ iam }: Aws, role: string): Promise<Record<string, PolicyDocument>> {
  const policies: Record<string, PolicyDocument> = {};
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName: role })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument = '' } = await iam.send(
        new GetRolePolicyCommand({ RoleName: role, PolicyName }),
      );
      policies[PolicyName] = parsedPolicy(PolicyDocument);
    }
  }
  return policies;
}

async function managedPoliciesOf({ iam }: Aws, role: string): Promise<string[]> {
  const arns: string[] = [];
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName: role });
  for await (const { AttachedPolicies = [] } of pages) {
    arns.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}

async function writeInlinePolicies(
  aws: Aws,
  spec: RoleSpec,
  live: RoleLive,
  control: Control,
): Promise<void> {
  for (const [name, wanted] of Object.entries(spec.inlinePolicies)) {
    const actual = live.inlinePolicies[name];
    if (differences(name, canonical(actual), canonical(wanted)).length === 0) continue;
    if (wanted === undefined) await deleteInlinePolicy(aws, spec.name, name, control);
    else await putInlinePolicy(aws, spec.name, name, wanted, control);
  }
}

async function writeManagedPolicies(
  { iam }: Aws,
  spec: RoleSpec,
  live: RoleLive,
  control: Control,
): Promise<void> {
  for (const [arn, wanted] of Object.entries(spec.managedPolicies)) {
    const attached = live.managedPolicies.includes(arn);
    if (wanted && !attached) {
      const attach = new AttachRolePolicyCommand({ RoleName: spec.name, PolicyArn: arn });
      await patiently(control, spec.name, () => iam.send(attach));
    }
    if (!wanted && attached) await detachManagedPolicy({ iam }, spec.name, arn, control);
  }
}

async function putInlinePolicy(
  { iam }: Aws,
  role: string,
  policy: string,
  document: PolicyDocument,
  control: Control,
): Promise<void> {
  const put = new PutRolePolicyCommand({
    RoleName: role,
    PolicyName: policy,
    PolicyDocument: JSON.stringify(document),
  });
  await patiently(control, role, () => iam.send(put));
}

async function deleteInlinePolicy(
  { iam }: Aws,
  role: string,
  policy: string,
  control: Control,
): Promise<void> {
  const remove = new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy });
  await patiently(control, role, () => absentAs(missing, iam.send(remove)));
}

async function detachManagedPolicy({ iam }: Aws, role: string, arn: string, control: Control): Promise<void> {
  const detach = new DetachRolePolicyCommand({ RoleName: role, PolicyArn: arn });
  await patiently(control, role, () => absentAs(missing, iam.send(detach)));
}

/** IAM lets one change to a role through at a time. */
function patiently<T>(control: Control, role: string, call: () => Promise<T>): Promise<T> {
  const wait = { what: `IAM to accept a change to role ${role}`, timeoutSeconds: 120 };
  return retrying(control, wait, changedConcurrently, call);
}
