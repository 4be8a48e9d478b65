import type { Statement } from './resource-policy.ts';

/** A policy that another one has replaced. */
export interface FormerPolicy {
  readonly policy: readonly Statement[];
  /** Milliseconds since the epoch. */
  readonly replaced: number;
}

interface Policies {
  readonly policy: readonly Statement[];
  readonly formerPolicies?: readonly FormerPolicy[];
}

/**
 * What a record needs to have a new policy that other services hear of only so many seconds from now. Without
 * a delay no former policy is kept.
 */
export function replacePolicy(
  { policy: before, formerPolicies = [] }: Policies,
  policy: readonly Statement[],
  now: number,
  delaySeconds: number,
): Policies {
  if (delaySeconds === 0) return { policy };
  const unheard = formerPolicies.filter(({ replaced }) => now - replaced < delaySeconds * 1000);
  return { policy, formerPolicies: [...unheard, { policy: before, replaced: now }] };
}

/** The policy as other services know it: the one that held so many seconds ago. */
export function policyHeardOf(
  { policy, formerPolicies = [] }: Policies,
  now: number,
  delaySeconds: number,
): readonly Statement[] {
  const former = formerPolicies.find(({ replaced }) => now - replaced < delaySeconds * 1000);
  return former?.policy ?? policy;
}
