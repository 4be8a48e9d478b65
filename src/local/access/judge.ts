import type { Patterns, Policy, Principal, Statement } from '../iam/policy.ts';
import { type ConditionContext, conditionsHold } from '../iam/policy-conditions.ts';
import { wildcardMatch } from '../iam/wildcard-match.ts';
import type { Need } from './need.ts';

/** Who asks. */
export type Requester =
  /** The account's own key. */
  | { readonly kind: 'account'; readonly accountId: string }
  /** `arns`: the session's own and its role's. */
  | { readonly kind: 'role'; readonly accountId: string; readonly arns: readonly string[] };

/** The policies that have a say in a request. */
export interface Policies {
  readonly identity: readonly Policy[];
  readonly boundary: Policy | undefined;
  /** The resource's own. */
  readonly resource: Policy | undefined;
}

/** Why something is not allowed: what denies it, or what would have to allow it. */
export interface Refusal {
  readonly explicit: boolean;
  readonly by: 'identity-based policy' | 'resource-based policy' | 'permissions boundary';
}

/**
 * Whether `policies` let `requester` do what `need` says; undefined when they do. A denial anywhere wins;
 * otherwise somebody has to allow it. The account needs no allowing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(
  need: Need,
  requester: Requester,
  policies: Policies,
  context: ConditionContext,
): Refusal | undefined {
  const says = (policy: Policy | undefined, effect: Statement['effect']) =>
    policy?.statements.some((statement) => statement.effect === effect && covers(statement, need, context)) ??
    false;
  const resourceSays = (effect: Statement['effect']) =>
    policies.resource?.statements.some(
      (statement) =>
        statement.effect === effect && means(statement, requester) && covers(statement, need, context),
    ) ?? false;

  if (policies.identity.some((policy) => says(policy, 'Deny'))) return denied('identity-based policy');
  if (says(policies.boundary, 'Deny')) return denied('permissions boundary');
  if (resourceSays('Deny')) return denied('resource-based policy');
  if (requester.kind === 'account') return undefined;
  if (!resourceSays('Allow') && !policies.identity.some((policy) => says(policy, 'Allow'))) {
    return notAllowed('identity-based policy');
  }
  const withinBounds = policies.boundary === undefined || says(policies.boundary, 'Allow');
  return withinBounds ? undefined : notAllowed('permissions boundary');
}

function denied(by: Refusal['by']): Refusal {
  return { explicit: true, by };
}

function notAllowed(by: Refusal['by']): Refusal {
  return { explicit: false, by };
}

function covers({ actions, resources, conditions }: Statement, need: Need, context: ConditionContext) {
  return (
    fits(actions, need.action.toLowerCase(), (pattern) => pattern.toLowerCase()) &&
    // A trust policy speaks of its own role only.
    (resources === undefined || fits(resources, need.resource)) &&
    conditionsHold(conditions, context)
  );
}

function fits({ except, patterns }: Patterns, text: string, normal = (pattern: string) => pattern): boolean {
  return patterns.some((pattern) => wildcardMatch(normal(pattern), text)) !== except;
}

/** An account as principal only delegates: it denies to all who are in it, and allows nothing to roles. */
function means({ effect, principals }: Statement, requester: Requester): boolean {
  if (principals === undefined) return false;
  const wide = effect === 'Deny' || principals.except;
  return principals.principals.some((principal) => isMeant(principal, requester, wide)) !== principals.except;
}

function isMeant({ type, value }: Principal, requester: Requester, wide: boolean): boolean {
  if (type === 'AWS' && value === '*') return true;
  if (type !== 'AWS') return false;
  if (requester.kind === 'role' && requester.arns.includes(value)) return true;
  const { accountId } = requester;
  const isAccount = value === accountId || value.endsWith(`::${accountId}:root`);
  return isAccount && (wide || requester.kind === 'account');
}
