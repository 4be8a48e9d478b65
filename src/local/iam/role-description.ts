import type { AttachedPermissionsBoundary, Role } from '@aws-sdk/client-iam';
import { encodeDocument } from './documents.ts';
import type { StoredRole } from './role-store.ts';
import { fromTags } from './tags.ts';

/** A role as `GetRole` describes it. */
export function describeRole(role: StoredRole): Role {
  return {
    ...summarizeRole(role),
    ...(role.tags.length > 0 && { Tags: fromTags(role.tags) }),
    ...(role.boundary !== undefined && { PermissionsBoundary: describeBoundary(role.boundary) }),
  };
}

/** A role as `ListRoles` describes it: without tags and boundary. */
export function summarizeRole(role: StoredRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

function describeBoundary(arn: string): AttachedPermissionsBoundary {
  return { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn };
}
