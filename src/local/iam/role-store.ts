import { AwsError } from '../aws-error.ts';
import type { Core, RoleStore } from '../internal.ts';
import { checkPolicy } from './policy-grammar.ts';
import { propagation } from './propagation.ts';
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
  /** As everybody but IAM itself sees it: what `byArn` gave `iamDelaySeconds` ago. */
  knownByArn(arn: string): StoredRole | undefined;
  save(role: StoredRole): void;
  remove(role: StoredRole): void;
  /** By name. */
  list(): readonly StoredRole[];
}

export async function openRoles(core: Core): Promise<Roles> {
  const roles = await core.storage.collection<StoredRole>('iam/roles');
  const changes = propagation<StoredRole>(core);
  const find = (name: string) => roles.get(name.toLowerCase());
  const keyIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1).toLowerCase();
  const changing = (role: StoredRole) => {
    const key = role.name.toLowerCase();
    changes.changing(key, roles.get(key));
    return key;
  };
  return {
    find,
    get(name) {
      const role = find(name);
      if (role !== undefined) return role;
      throw new AwsError('NoSuchEntityException', `The role with name ${name} cannot be found.`);
    },
    byArn(arn) {
      const role = roles.get(keyIn(arn));
      return role?.arn === arn ? role : undefined;
    },
    knownByArn(arn) {
      const key = keyIn(arn);
      const role = changes.known(key, roles.get(key));
      return role?.arn === arn ? role : undefined;
    },
    save: (role) => roles.set(changing(role), role),
    remove: (role) => roles.delete(changing(role)),
    list: () => [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What other services ask about roles. */
export function roleStore({ credentials }: Core, roles: Roles): RoleStore {
  return {
    exists: (arn) => roles.knownByArn(arn) !== undefined,
    assumeForService(arn, service, sessionName) {
      const role = roles.knownByArn(arn);
      // Services send no context: a trust policy that asks for `aws:SourceAccount` turns them away.
      if (role === undefined || !admits(checkPolicy(role.trust, 'trust'), { service }, {})) return undefined;
      return credentials.issue({ roleArn: arn, roleId: role.id, sessionName, seconds: 3600 });
    },
  };
}
