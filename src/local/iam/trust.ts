import type { Policy, Principal, Statement } from './policy.ts';
import { type ConditionContext, conditionsHold } from './policy-conditions.ts';

/** Who asks for a role. */
export type Assumer =
  | { readonly service: string }
  /** `arns`: the caller's own and, for a session, that of its role. */
  | { readonly accountId: string; readonly arns: readonly string[] };

/** Whether a trust policy lets `assumer` take the role: some statement allows it and none denies it. */
export function admits(policy: Policy, assumer: Assumer, context: ConditionContext): boolean {
  const applying = policy.statements.filter((statement) => applies(statement, assumer, context));
  return (
    applying.some(({ effect }) => effect === 'Allow') && applying.every(({ effect }) => effect === 'Allow')
  );
}

function applies(
  { actions, principals, conditions }: Statement,
  assumer: Assumer,
  context: ConditionContext,
): boolean {
  if (principals === undefined) return false;
  const assuming = actions.patterns.some((action) => action.toLowerCase() === 'sts:assumerole');
  const meant = principals.principals.some((principal) => isMeant(principal, assumer));
  return assuming !== actions.except && meant !== principals.except && conditionsHold(conditions, context);
}

function isMeant({ type, value }: Principal, assumer: Assumer): boolean {
  if (type === 'AWS' && value === '*') return true;
  if ('service' in assumer) return type === 'Service' && value === assumer.service;
  // An account stands for every identity in it.
  const account = value === assumer.accountId || value.endsWith(`::${assumer.accountId}:root`);
  return type === 'AWS' && (account || assumer.arns.includes(value));
}
