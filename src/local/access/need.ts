import type { ConditionContext } from '../iam/policy-conditions.ts';

/** One thing that somebody has to be allowed: an IAM action on a resource. */
export interface Need {
  /** As IAM spells it, which is not always the operation's name: `s3:ListBucket`. */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  /** What the request itself gives conditions to look at; the caller and the time are added to it. */
  readonly context?: ConditionContext;
}

/** Handing a role to a service takes a right of its own. */
export function passRole(roleArn: string, service: string): Need {
  return { action: 'iam:PassRole', resource: roleArn, context: { 'iam:passedtoservice': [service] } };
}
