import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { differences } from '../engine/differences.ts';
import { absentAs, retrying, roleSettling } from '../engine/retry.ts';
import { canonical, type PolicyDocument, parsedPolicy } from '../policies.ts';

export interface WantedPolicies {
  /** By name; undefined for one that is not to be there. Inline policies of other names are left alone. */
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument | undefined>>;
  /** ARN of a managed policy → whether it is to be attached. Those not named are left alone. */
  readonly managedPolicies: Readonly<Record<string, boolean>>;
}

export interface ActualPolicies {
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument>>;
  /** ARNs. */
  readonly managedPolicies: readonly string[];
}

/** How IAM says that there is no such role or policy: as an exception's class and on the wire. */
export const noSuchRole: readonly string[] = ['NoSuchEntityException', 'NoSuchEntity'];

type Aws = Pick<Clients, 'iam'>;
type Named<T> = T & { readonly name: string };

/** Takes every policy off the role, whoever put it there: IAM deletes a role only without them. */
export async function removeAllPolicies(aws: Aws, role: string, control: Control): Promise<void> {
  const inline = Object.keys(await inlinePoliciesOf(aws, role));
  const managed = await managedPoliciesOf(aws, role);
  for (const policy of inline) await deleteInlinePolicy(aws, role, policy, control);
  for (const arn of managed) await detachManagedPolicy(aws, role, arn, control);
}

/** The role's own policies by name. Fails when there is no such role. */
export async function inlinePoliciesOf({ iam }: Aws, role: string): Promise<Record<string, PolicyDocument>> {
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

/** The ARNs of the policies attached to the role. Fails when there is no such role. */
export async function managedPoliciesOf({ iam }: Aws, role: string): Promise<string[]> {
  const arns: string[] = [];
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName: role });
  for await (const { AttachedPolicies = [] } of pages) {
    arns.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}

/** Puts and deletes what differs among the named policies. */
export async function writeInlinePolicies(
  aws: Aws,
  spec: Named<WantedPolicies>,
  live: ActualPolicies,
  control: Control,
): Promise<void> {
  for (const [name, wanted] of Object.entries(spec.inlinePolicies)) {
    const actual = live.inlinePolicies[name];
    if (differences(name, canonical(actual), canonical(wanted)).length === 0) continue;
    if (wanted === undefined) await deleteInlinePolicy(aws, spec.name, name, control);
    else await putInlinePolicy(aws, spec.name, name, wanted, control);
  }
}

/** Attaches and detaches what differs among the named policies. */
export async function writeManagedPolicies(
  { iam }: Aws,
  spec: Named<WantedPolicies>,
  live: ActualPolicies,
  control: Control,
): Promise<void> {
  for (const [arn, wanted] of Object.entries(spec.managedPolicies)) {
    const attached = live.managedPolicies.includes(arn);
    if (wanted && !attached) {
      const attach = new AttachRolePolicyCommand({ RoleName: spec.name, PolicyArn: arn });
      await whenRoleIsFree(control, spec.name, () => iam.send(attach));
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
  await whenRoleIsFree(control, role, () => iam.send(put));
}

async function deleteInlinePolicy(
  { iam }: Aws,
  role: string,
  policy: string,
  control: Control,
): Promise<void> {
  const remove = new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy });
  await whenRoleIsFree(control, role, () => absentAs(noSuchRole, iam.send(remove)));
}

async function detachManagedPolicy({ iam }: Aws, role: string, arn: string, control: Control): Promise<void> {
  const detach = new DetachRolePolicyCommand({ RoleName: role, PolicyArn: arn });
  await whenRoleIsFree(control, role, () => absentAs(noSuchRole, iam.send(detach)));
}

/** IAM lets one change to a role through at a time. */
export function whenRoleIsFree<T>(control: Control, role: string, call: () => Promise<T>): Promise<T> {
  const wait = { what: `IAM to accept a change to role ${role}`, timeoutSeconds: 120 };
  return retrying(control, wait, roleSettling, call);
}
