import type { RoleDocuments } from '../authorise.ts';
import type { Policies } from './policy-store.ts';
import type { Roles } from './role-store.ts';

/** What a role may do, by its documents as far as they are known; none when no such role is. */
export function roleDocuments(roles: Roles, policies: Policies): (roleArn: string) => RoleDocuments {
  return (roleArn) => {
    const role = roles.knownByArn(roleArn);
    if (role === undefined) return { identity: [] };
    const attached = role.attachedPolicies.flatMap((arn) => policies.known(arn)?.document ?? []);
    const identity = [...role.inlinePolicies.map(({ document }) => document), ...attached];
    if (role.boundary === undefined) return { identity };
    return { identity, boundary: policies.known(role.boundary)?.document ?? NOTHING };
  };
}

/** A boundary that is not known yet allows nothing. */
const NOTHING = '{"Version":"2012-10-17","Statement":[]}';
