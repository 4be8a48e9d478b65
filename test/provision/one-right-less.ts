import type { PolicyDocument, PolicyStatement } from '../../src/provision/policies.ts';

/** One action of one statement, and the policy without it. */
export interface OneLess {
  readonly right: string;
  readonly action: string;
  readonly policy: PolicyDocument;
}

/** The policy with each of its actions taken out in turn, statement by statement. */
export function withoutEachAction(policy: PolicyDocument): OneLess[] {
  return withoutEach(policy, 'Action');
}

/** The policy with each resource taken out in turn. */
export function withoutEachResource(policy: PolicyDocument): OneLess[] {
  return withoutEach(policy, 'Resource');
}

function withoutEach(policy: PolicyDocument, member: 'Action' | 'Resource'): OneLess[] {
  return policy.Statement.flatMap((statement, at) =>
    listOf(statement, member).map((value) => ({
      right: `${statement.Sid} ${value}`,
      action: value,
      policy: { ...policy, Statement: replaced(policy.Statement, at, without(statement, member, value)) },
    })),
  );
}

function without(
  statement: PolicyStatement,
  member: 'Action' | 'Resource',
  value: string,
): PolicyStatement[] {
  const left = listOf(statement, member).filter((one) => one !== value);
  return left.length === 0 ? [] : [{ ...statement, [member]: left }];
}

/** IAM takes no policy without statements. */
function replaced(statements: readonly PolicyStatement[], at: number, by: PolicyStatement[]) {
  const left = statements.toSpliced(at, 1, ...by);
  const nothing = { Effect: 'Deny', Action: 's3:ListAllMyBuckets', Resource: '*' };
  return left.length === 0 ? [nothing] : left;
}

function listOf(statement: PolicyStatement, member: 'Action' | 'Resource'): string[] {
  return [statement[member]].flat() as string[];
}
