import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { propagation } from './propagation.ts';

/** A managed policy, of the account or AWS's own. */
export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly document: string;
  /** `v1` */
  readonly version: string;
  readonly description?: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly updated: number;
}

export interface Policies {
  find(arn: string): ManagedPolicy | undefined;
  /** What `find` gave `iamDelaySeconds` ago. */
  known(arn: string): ManagedPolicy | undefined;
  /** Fails with `NoSuchEntity`. */
  get(arn: string): ManagedPolicy;
  save(policy: ManagedPolicy): void;
  remove(policy: ManagedPolicy): void;
  /** The account's own, by ARN. */
  listLocal(): readonly ManagedPolicy[];
}

export async function openPolicies(core: Core): Promise<Policies> {
  const local = await core.storage.collection<ManagedPolicy>('iam/policies');
  const changes = propagation<ManagedPolicy>(core);
  const find = (arn: string) => local.get(arn) ?? awsManagedPolicies.get(arn);
  return {
    find,
    known: (arn) => changes.known(arn, find(arn)),
    get(arn) {
      const policy = find(arn);
      if (policy !== undefined) return policy;
      throw new AwsError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`);
    },
    save(policy) {
      changes.changing(policy.arn, find(policy.arn));
      local.set(policy.arn, policy);
    },
    remove(policy) {
      changes.changing(policy.arn, find(policy.arn));
      local.delete(policy.arn);
    },
    listLocal: () => [...local.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)),
  };
}
