import type * as sdk from '@aws-sdk/client-iam';
import type { Policy } from '@aws-sdk/client-iam';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION } from '../credentials.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { checkDocument, checkManagedSize, encodeDocument } from './documents.ts';
import { checkName } from './names.ts';
import { page } from './page.ts';
import type { ManagedPolicy, Policies } from './policy-store.ts';
import type { Roles } from './role-store.ts';
import { uniqueId } from './unique-id.ts';

/** Managed policies, each with the one version that it was made with. */
export function managedPolicyOperations(
  { clock }: Core,
  roles: Roles,
  policies: Policies,
): Operations<typeof sdk> {
  return {
    createPolicy({ PolicyName: name, Path = '/', PolicyDocument: document, Description, Tags = [] }) {
      checkName('policyName', name);
      if (Tags.length > 0) {
        throw new AwsError('InvalidInputException', 'The embedded AWS keeps no tags of policies');
      }
      checkDocument(document);
      checkManagedSize(document);
      const policyArn = `arn:${PARTITION}:iam::${ACCOUNT_ID}:policy${Path}${name}`;
      if (policies.listLocal().some((other) => other.name.toLowerCase() === name.toLowerCase())) {
        throw new AwsError(
          'EntityAlreadyExistsException',
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      }
      const policy: ManagedPolicy = {
        name,
        path: Path,
        id: uniqueId('ANPA'),
        arn: policyArn,
        document,
        version: 'v1',
        ...(Description !== undefined && { description: Description }),
        created: clock.now(),
        updated: clock.now(),
      };
      policies.save(policy);
      return { Policy: describe(policy) };
    },

    getPolicy: ({ PolicyArn }) => ({ Policy: describe(get(PolicyArn)) }),

    getPolicyVersion({ PolicyArn, VersionId }) {
      const { document, version, updated } = get(PolicyArn);
      if (VersionId !== version) {
        throw new AwsError(
          'NoSuchEntityException',
          `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
        );
      }
      const CreateDate = new Date(updated);
      return {
        PolicyVersion: {
          Document: encodeDocument(document),
          VersionId,
          IsDefaultVersion: true,
          CreateDate,
        },
      };
    },

    listPolicyVersions({ PolicyArn }) {
      const { version, updated } = get(PolicyArn);
      const only = { VersionId: version, IsDefaultVersion: true, CreateDate: new Date(updated) };
      return { Versions: [only], IsTruncated: false };
    },

    listPolicies({ Scope = 'All', PathPrefix = '/', OnlyAttached = false, ...paging }) {
      const matching = [
        ...(Scope === 'AWS' ? [] : policies.listLocal()),
        ...(Scope === 'Local' ? [] : awsManagedPolicies.values()),
      ]
        .filter((policy) => policy.path.startsWith(PathPrefix))
        .filter((policy) => !OnlyAttached || attachments(policy.arn) > 0)
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
      const { items, ...rest } = page(matching, (policy) => policy.arn, paging);
      return { Policies: items.map(describe), ...rest };
    },

    deletePolicy({ PolicyArn }) {
      const policy = get(PolicyArn);
      if (awsManagedPolicies.has(PolicyArn)) {
        throw new AwsError('AccessDenied', `Policy ${PolicyArn} is managed by AWS.`, { status: 403 });
      }
      if (attachments(PolicyArn) + bounded(PolicyArn) > 0) {
        throw new AwsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
      }
      policies.remove(policy);
      return {};
    },
  };

  function get(policyArn: string): ManagedPolicy {
    const policy = policies.find(policyArn);
    if (policy !== undefined) return policy;
    throw new AwsError('NoSuchEntityException', `Policy ${policyArn} was not found.`);
  }

  function attachments(policyArn: string): number {
    return roles.list().filter(({ attachedPolicies }) => attachedPolicies.includes(policyArn)).length;
  }

  function bounded(policyArn: string): number {
    return roles.list().filter(({ boundary }) => boundary === policyArn).length;
  }

  function describe(policy: ManagedPolicy): Policy {
    return {
      PolicyName: policy.name,
      PolicyId: policy.id,
      Arn: policy.arn,
      Path: policy.path,
      DefaultVersionId: policy.version,
      AttachmentCount: attachments(policy.arn),
      PermissionsBoundaryUsageCount: bounded(policy.arn),
      IsAttachable: true,
      ...(policy.description !== undefined && { Description: policy.description }),
      CreateDate: new Date(policy.created),
      UpdateDate: new Date(policy.updated),
    };
  }
}
