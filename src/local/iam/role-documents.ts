import type { RoleDocuments } from '../authorise.ts';
import type { Policies } from './policy-store.ts';
import type { Roles } from './role-store.ts';

/** What a role may do, by its documents; none when there is no such role. */
export function roleDocuments(roles: Roles, policies: Policies): (roleArn: string) => RoleDocuments {
  return (roleArn) => {
    const role = roles.byArn(roleArn);
    if (role === undefined) return { identity: [] };
    const attached = role.attachedPolicies.flatMap((arn) => policies.find(arn)?.document ?? []);
    const identity = [...role.inlinePolicies.map(({ document }) => document), ...attached];
    return role.boundary === undefined
      ? { identity }
      : { identity, boundary: policies.get(role.boundary).document };
  };
}
