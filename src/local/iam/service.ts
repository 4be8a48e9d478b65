import * as sdk from '@aws-sdk/client-iam';
import type { PolicySources } from '../authorise.ts';
import type { Core, RoleStore } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { iamAccess } from './access.ts';
import { managedPolicyOperations } from './managed-policy-operations.ts';
import { VALIDATION } from './names.ts';
import { openPolicies } from './policy-store.ts';
import { roleDocuments } from './role-documents.ts';
import { roleOperations } from './role-operations.ts';
import { rolePolicyOperations } from './role-policy-operations.ts';
import { openRoles, type Roles, roleStore } from './role-store.ts';
import { roleTagOperations } from './role-tag-operations.ts';
import { simulationOperations } from './simulation.ts';

export interface Iam {
  readonly service: Service;
  readonly roles: Roles;
  readonly roleStore: RoleStore;
  readonly ofRole: PolicySources['ofRole'];
  /** The trust policy of the role with this ARN. */
  readonly policyOf: PolicySources['ofResource'];
}

/** Roles and policies of the one account. */
export async function createIam(core: Core): Promise<Iam> {
  const roles = await openRoles(core);
  const policies = await openPolicies(core);
  const service = defineService({
    name: 'iam',
    sdk,
    protocols: { query: awsQuery('https://iam.amazonaws.com/doc/2010-05-08/') },
    validationCode: VALIDATION,
    operations: {
      ...roleOperations(core, roles, policies),
      ...rolePolicyOperations(roles, policies),
      ...roleTagOperations(roles),
      ...managedPolicyOperations(core, roles, policies),
      ...simulationOperations(roles, policies),
    },
    access: iamAccess(roles),
  });
  return {
    service,
    roles,
    roleStore: roleStore(core, roles),
    ofRole: roleDocuments(roles, policies),
    policyOf: (arn) => roles.knownByArn(arn)?.trust,
  };
}
