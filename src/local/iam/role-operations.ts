import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION } from '../credentials.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { checkTrust } from './documents.ts';
import { checkName } from './names.ts';
import { page } from './page.ts';
import type { Policies } from './policy-store.ts';
import { describeRole, summarizeRole } from './role-description.ts';
import type { Roles, StoredRole } from './role-store.ts';
import { checkTags, toTags } from './tags.ts';
import { uniqueId } from './unique-id.ts';

/** Roles themselves, without their policies and tags. */
export function roleOperations({ clock }: Core, roles: Roles, policies: Policies): Operations<typeof sdk> {
  return {
    createRole(input) {
      const { RoleName: name, Path = '/', Description, AssumeRolePolicyDocument: trust, Tags = [] } = input;
      checkName('roleName', name);
      checkTags(Tags);
      checkTrust(trust);
      if (roles.find(name) !== undefined) throw exists(name);
      if (input.PermissionsBoundary !== undefined) policies.get(input.PermissionsBoundary);
      const role: StoredRole = {
        name,
        path: Path,
        id: uniqueId('AROA'),
        arn: `arn:${PARTITION}:iam::${ACCOUNT_ID}:role${Path}${name}`,
        created: clock.now(),
        ...(Description !== undefined && { description: Description }),
        maxSessionSeconds: input.MaxSessionDuration ?? 3600,
        trust,
        tags: toTags(Tags),
        inlinePolicies: [],
        attachedPolicies: [],
        ...(input.PermissionsBoundary !== undefined && { boundary: input.PermissionsBoundary }),
      };
      roles.save(role);
      return { Role: describeRole(role) };
    },

    getRole: ({ RoleName }) => ({ Role: { ...describeRole(roles.get(RoleName)), RoleLastUsed: {} } }),

    listRoles({ PathPrefix = '/', ...paging }) {
      const matching = roles.list().filter((role) => role.path.startsWith(PathPrefix));
      const { items, ...rest } = page(matching, ({ name }) => name, paging);
      return { Roles: items.map(summarizeRole), ...rest };
    },

    updateRole({ RoleName, Description, MaxSessionDuration }) {
      const role = roles.get(RoleName);
      roles.save({
        ...role,
        ...(Description !== undefined && { description: Description }),
        maxSessionSeconds: MaxSessionDuration ?? role.maxSessionSeconds,
      });
      return {};
    },

    updateRoleDescription({ RoleName, Description }) {
      const role = { ...roles.get(RoleName), description: Description };
      roles.save(role);
      return { Role: describeRole(role) };
    },

    updateAssumeRolePolicy({ RoleName, PolicyDocument }) {
      const role = roles.get(RoleName);
      checkTrust(PolicyDocument);
      roles.save({ ...role, trust: PolicyDocument });
      return {};
    },

    deleteRole({ RoleName }) {
      const role = roles.get(RoleName);
      if (role.attachedPolicies.length > 0) throw conflict('detach all policies');
      if (role.inlinePolicies.length > 0) throw conflict('delete policies');
      roles.remove(role);
      return {};
    },
  };
}

function exists(name: string): AwsError {
  return new AwsError('EntityAlreadyExistsException', `Role with name ${name} already exists.`);
}

function conflict(remedy: string): AwsError {
  return new AwsError('DeleteConflictException', `Cannot delete entity, must ${remedy} first.`);
}
