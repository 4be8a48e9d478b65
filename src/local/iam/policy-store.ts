import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';

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
  /** Fails with `NoSuchEntity`. */
  get(arn: string): ManagedPolicy;
  save(policy: ManagedPolicy): void;
  remove(policy: ManagedPolicy): void;
  /** The account's own, by ARN. */
  listLocal(): readonly ManagedPolicy[];
}

export async function openPolicies({ storage }: Core): Promise<Policies> {
  const local = await storage.collection<ManagedPolicy>('iam/policies');
  const find = (arn: string) => local.get(arn) ?? awsManagedPolicies.get(arn);
  return {
    find,
    get(arn) {
      const policy = find(arn);
      if (policy !== undefined) return policy;
      throw new AwsError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`);
    },
    save: (policy) => local.set(policy.arn, policy),
    remove: (policy) => local.delete(policy.arn),
    listLocal: () => [...local.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)),
  };
}
