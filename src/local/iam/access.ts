import type * as sdk from '@aws-sdk/client-iam';
import type { Need } from '../access/need.ts';
import { ACCOUNT_ID, PARTITION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';
import type { Roles } from './role-store.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export function iamAccess(roles: Roles): AccessTable<typeof sdk> {
  return {
    createRole: ({ RoleName, Path = '/', PermissionsBoundary, Tags }) => {
      const resource = arnOf('role', Path, RoleName);
      return [
        { action: 'iam:CreateRole', resource, context: boundary(PermissionsBoundary) },
        ...(Tags?.length ? [{ action: 'iam:TagRole', resource }] : []),
      ];
    },
    getRole: onRole('GetRole'),
    listRoles: ({ PathPrefix = '/' }) => ({
      action: 'iam:ListRoles',
      resource: arnOf('role', PathPrefix, ''),
    }),
    updateRole: onRole('UpdateRole'),
    updateRoleDescription: onRole('UpdateRoleDescription'),
    updateAssumeRolePolicy: onRole('UpdateAssumeRolePolicy'),
    deleteRole: onRole('DeleteRole'),
    putRolePolicy: onRole('PutRolePolicy'),
    getRolePolicy: onRole('GetRolePolicy'),
    deleteRolePolicy: onRole('DeleteRolePolicy'),
    listRolePolicies: onRole('ListRolePolicies'),
    attachRolePolicy: onRoleAndPolicy('AttachRolePolicy'),
    detachRolePolicy: onRoleAndPolicy('DetachRolePolicy'),
    listAttachedRolePolicies: onRole('ListAttachedRolePolicies'),
    putRolePermissionsBoundary: (input) => ({
      ...onRole('PutRolePermissionsBoundary')(input),
      context: boundary(input.PermissionsBoundary),
    }),
    deleteRolePermissionsBoundary: onRole('DeleteRolePermissionsBoundary'),
    tagRole: onRole('TagRole'),
    untagRole: onRole('UntagRole'),
    listRoleTags: onRole('ListRoleTags'),
    createPolicy: ({ PolicyName, Path = '/' }) => ({
      action: 'iam:CreatePolicy',
      resource: arnOf('policy', Path, PolicyName),
    }),
    getPolicy: onPolicy('GetPolicy'),
    getPolicyVersion: onPolicy('GetPolicyVersion'),
    listPolicyVersions: onPolicy('ListPolicyVersions'),
    listPolicies: () => ({ action: 'iam:ListPolicies', resource: arnOf('policy', '/', '') }),
    deletePolicy: onPolicy('DeletePolicy'),
    simulatePrincipalPolicy: ({ PolicySourceArn }) => ({
      action: 'iam:SimulatePrincipalPolicy',
      resource: PolicySourceArn,
    }),
  };

  /** Requests name roles without their paths, policies with. */
  function onRole(action: string) {
    return ({ RoleName }: RoleInput): Need => ({
      action: `iam:${action}`,
      resource: roles.find(RoleName)?.arn ?? arnOf('role', '/', RoleName),
    });
  }

  function onRoleAndPolicy(action: string) {
    return (input: RoleInput & PolicyInput): Need => ({
      ...onRole(action)(input),
      context: { 'iam:policyarn': [input.PolicyArn] },
    });
  }
}

interface RoleInput {
  readonly RoleName: string;
}

interface PolicyInput {
  readonly PolicyArn: string;
}

function onPolicy(action: string) {
  return ({ PolicyArn }: PolicyInput): Need => ({ action: `iam:${action}`, resource: PolicyArn });
}

function boundary(arn: string | undefined) {
  return arn === undefined ? {} : { 'iam:permissionsboundary': [arn] };
}

function arnOf(kind: 'role' | 'policy', path: string, name: string): string {
  return `arn:${PARTITION}:iam::${ACCOUNT_ID}:${kind}${path}${name}`;
}
