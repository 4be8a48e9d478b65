import { AwsError } from '../aws-error.ts';
import { type Constraint, checkConstraints } from '../constraints.ts';

/** IAM's code for input that breaks its model. */
export const VALIDATION = 'ValidationError';

// As IAM's service model has them.

export const path: Constraint = { min: 1, max: 512, pattern: /(\/)|(\/[\u0021-\u007E]+\/)/ };
export const description: Constraint = { max: 1000, pattern: /[\t\n\r\u0020-\u007E\u00A1-\u00FF]*/ };
export const policyDocument: Constraint = { min: 1, max: 131_072, pattern: /[\t\n\r\u0020-\u00FF]+/ };
export const arn: Constraint = { min: 20, max: 2048 };

/** Refuses what cannot be the name of a role or of a policy. */
export function checkName(member: 'roleName' | 'policyName', name: string): void {
  checkConstraints(VALIDATION, { [member]: [name, { min: 1, max: member === 'roleName' ? 64 : 128 }] });
  if (/^[\w+=,.@-]+$/.test(name)) return;
  throw new AwsError(
    VALIDATION,
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    { status: 400 },
  );
}

export function checkPathPrefix(pathPrefix: string): void {
  checkConstraints(VALIDATION, { pathPrefix: [pathPrefix, { max: 512, pattern: /\/[\u0021-\u007F]*/ }] });
}
