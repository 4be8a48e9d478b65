import type * as sdk from '@aws-sdk/client-iam';
import { judge, type Requester } from '../access/judge.ts';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID } from '../credentials.ts';
import type { Operations } from '../service.ts';
import { checkPolicy } from './policy-grammar.ts';
import type { Policies } from './policy-store.ts';
import { roleDocuments } from './role-documents.ts';
import type { Roles } from './role-store.ts';

/** Says what a role may do without doing it, by its policies and its boundary. Users and groups there are none. */
export function simulationOperations(roles: Roles, policies: Policies): Operations<typeof sdk> {
  const documentsOf = roleDocuments(roles, policies);
  return {
    simulatePrincipalPolicy({ PolicySourceArn, ActionNames, ResourceArns = ['*'], ContextEntries = [] }) {
      const requester = requesterOf(PolicySourceArn);
      const { identity, boundary } = documentsOf(PolicySourceArn);
      const judged = {
        identity: identity.map((document) => checkPolicy(document, 'identity')),
        boundary: boundary === undefined ? undefined : checkPolicy(boundary, 'identity'),
        resource: undefined,
      };
      const context = Object.fromEntries(
        ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
          ContextKeyName.toLowerCase(),
          ContextKeyValues,
        ]),
      );
      const EvaluationResults = ActionNames.flatMap((action) =>
        ResourceArns.map((resource) => {
          const refusal = judge({ action, resource }, requester, judged, context);
          return {
            EvalActionName: action,
            EvalResourceName: resource,
            EvalDecision: decisionOf(refusal),
            MatchedStatements: [],
            MissingContextValues: [],
          };
        }),
      );
      return { EvaluationResults, IsTruncated: false };
    },
  };

  function requesterOf(arn: string): Requester {
    if (!/^arn:[\w-]+:iam::\d{12}:(role|user|group)\//.test(arn)) {
      throw new AwsError(
        'InvalidInputException',
        `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
      );
    }
    if (roles.byArn(arn) === undefined) {
      throw new AwsError('NoSuchEntityException', `The entity ${arn} cannot be found.`);
    }
    return { kind: 'role', accountId: ACCOUNT_ID, arns: [arn] };
  }
}

function decisionOf(refusal: ReturnType<typeof judge>): sdk.PolicyEvaluationDecisionType {
  if (refusal === undefined) return 'allowed';
  return refusal.explicit ? 'explicitDeny' : 'implicitDeny';
}
