import { AwsError } from '../aws-error.ts';

/** IAM's code for input that breaks its model. */
export const VALIDATION = 'ValidationError';

/** Refuses characters that no role and no policy has in its name, in other words than the model's. */
export function checkName(member: 'roleName' | 'policyName', name: string): void {
  if (/^[\w+=,.@-]+$/.test(name)) return;
  throw new AwsError(
    VALIDATION,
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    { status: 400 },
  );
}
