import { AwsError } from '../aws-error.ts';
import type { Core, RoleStore } from '../internal.ts';
import { checkPolicy } from './policy-grammar.ts';
import { admits } from './trust.ts';

export interface StoredRole {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  /** The document as it was given. */
  readonly trust: string;
  readonly tags: readonly Tag[];
  readonly inlinePolicies: readonly InlinePolicy[];
  /** ARNs of managed policies, in order of attachment. */
  readonly attachedPolicies: readonly string[];
  /** The ARN of the managed policy that bounds what the role may do. */
  readonly boundary?: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface InlinePolicy {
  readonly name: string;
  /** As it was given. */
  readonly document: string;
}

/** The account's roles. Their names are unique whatever their case. */
export interface Roles {
  find(name: string): StoredRole | undefined;
  /** Fails with `NoSuchEntity`. */
  get(name: string): StoredRole;
  byArn(arn: string): StoredRole | undefined;
  save(role: StoredRole): void;
  remove(role: StoredRole): void;
  /** By name. */
  list(): readonly StoredRole[];
}

export async function openRoles({ storage }: Core): Promise<Roles> {
  const roles = await storage.collection<StoredRole>('iam/roles');
  const find = (name: string) => roles.get(name.toLowerCase());
  return {
    find,
    get(name) {
      const role = find(name);
      if (role !== undefined) return role;
      throw new AwsError('NoSuchEntityException', `The role with name ${name} cannot be found.`);
    },
    byArn(arn) {
      const role = find(arn.slice(arn.lastIndexOf('/') + 1));
      return role?.arn === arn ? role : undefined;
    },
    save: (role) => roles.set(role.name.toLowerCase(), role),
    remove: (role) => roles.delete(role.name.toLowerCase()),
    list: () => [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What other services ask about roles. */
export function roleStore({ credentials }: Core, roles: Roles): RoleStore {
  return {
    exists: (arn) => roles.byArn(arn) !== undefined,
    assumeForService(arn, service, sessionName) {
      const role = roles.byArn(arn);
      // Services send no context: a trust policy that asks for `aws:SourceAccount` turns them away.
      if (role === undefined || !admits(checkPolicy(role.trust, 'trust'), { service }, {})) return undefined;
      return credentials.issue({ roleArn: arn, roleId: role.id, sessionName, seconds: 3600 });
    },
  };
}
