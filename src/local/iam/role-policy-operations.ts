import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { checkDocument, checkInlineSize, encodeDocument } from './documents.ts';
import { checkName } from './names.ts';
import { page } from './page.ts';
import type { Policies } from './policy-store.ts';
import type { InlinePolicy, Roles, StoredRole } from './role-store.ts';

/** What roles may do: their inline policies, the managed ones attached to them, and their boundaries. */
export function rolePolicyOperations(roles: Roles, policies: Policies): Operations<typeof sdk> {
  return {
    putRolePolicy({ RoleName, PolicyName: name, PolicyDocument: document }) {
      checkName('policyName', name);
      const role = roles.get(RoleName);
      checkDocument(document);
      const others = role.inlinePolicies.filter((policy) => policy.name !== name);
      const inlinePolicies = [...others, { name, document }].sort(byName);
      checkInlineSize(
        role.name,
        inlinePolicies.map((policy) => policy.document),
      );
      roles.save({ ...role, inlinePolicies });
      return {};
    },

    getRolePolicy({ RoleName, PolicyName }) {
      const { name, document } = inlinePolicy(roles.get(RoleName), PolicyName);
      return { RoleName, PolicyName: name, PolicyDocument: encodeDocument(document) };
    },

    deleteRolePolicy({ RoleName, PolicyName }) {
      const role = roles.get(RoleName);
      const gone = inlinePolicy(role, PolicyName);
      roles.save({ ...role, inlinePolicies: role.inlinePolicies.filter((policy) => policy !== gone) });
      return {};
    },

    listRolePolicies({ RoleName, ...paging }) {
      const names = roles.get(RoleName).inlinePolicies.map(({ name }) => name);
      const { items, ...rest } = page(names, (name) => name, paging);
      return { PolicyNames: [...items], ...rest };
    },

    attachRolePolicy({ RoleName, PolicyArn }) {
      const role = roles.get(RoleName);
      checkPolicyArn(PolicyArn);
      policies.get(PolicyArn);
      if (role.attachedPolicies.includes(PolicyArn)) return {};
      if (role.attachedPolicies.length >= MAX_ATTACHED) {
        throw new AwsError(
          'LimitExceededException',
          `Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED}`,
        );
      }
      roles.save({ ...role, attachedPolicies: [...role.attachedPolicies, PolicyArn].sort() });
      return {};
    },

    detachRolePolicy({ RoleName, PolicyArn }) {
      const role = roles.get(RoleName);
      checkPolicyArn(PolicyArn);
      if (!role.attachedPolicies.includes(PolicyArn)) {
        throw new AwsError('NoSuchEntityException', `Policy ${PolicyArn} was not found.`);
      }
      const attachedPolicies = role.attachedPolicies.filter((attached) => attached !== PolicyArn);
      roles.save({ ...role, attachedPolicies });
      return {};
    },

    listAttachedRolePolicies({ RoleName, PathPrefix = '/', ...paging }) {
      const attached = roles
        .get(RoleName)
        .attachedPolicies.map((attachedArn) => policies.get(attachedArn))
        .filter(({ path }) => path.startsWith(PathPrefix));
      const { items, ...rest } = page(attached, (policy) => policy.arn, paging);
      return {
        AttachedPolicies: items.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
        ...rest,
      };
    },

    putRolePermissionsBoundary({ RoleName, PermissionsBoundary }) {
      const role = roles.get(RoleName);
      checkPolicyArn(PermissionsBoundary);
      roles.save({ ...role, boundary: policies.get(PermissionsBoundary).arn });
      return {};
    },

    deleteRolePermissionsBoundary({ RoleName }) {
      const { boundary, ...role } = roles.get(RoleName);
      if (boundary === undefined) {
        throw new AwsError('NoSuchEntityException', `No permissions boundary is set for role ${RoleName}.`);
      }
      roles.save(role);
      return {};
    },
  };
}

/** AWS's default, which an account can have raised to 20. */
const MAX_ATTACHED = 10;

function byName(a: InlinePolicy, b: InlinePolicy): number {
  return a.name < b.name ? -1 : 1;
}

function inlinePolicy(role: StoredRole, name: string): InlinePolicy {
  const found = role.inlinePolicies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  throw new AwsError('NoSuchEntityException', `The role policy with name ${name} cannot be found.`);
}

function checkPolicyArn(policyArn: string): void {
  if (/^arn:[\w-]+:iam::(?:aws|\d{12}):policy\/.+$/.test(policyArn)) return;
  throw new AwsError('InvalidInputException', `ARN ${policyArn} is not valid.`);
}
