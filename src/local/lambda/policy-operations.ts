import type * as sdk from '@aws-sdk/client-lambda';
import type { Operations } from '../service.ts';
import { functionArn } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { lambdaError } from './lambda-error.ts';
import { policyDocument, toStatement } from './resource-policy.ts';

/** A function's policy: who may invoke it. */
export function policyOperations(store: FunctionStore): Operations<typeof sdk> {
  return {
    addPermission(input) {
      checkPermission(input);
      const record = store.get(input.FunctionName, input.Qualifier);
      checkPolicyRevision(record, input.RevisionId);
      if (record.policy.some(({ Sid }) => Sid === input.StatementId)) throw taken(input.StatementId);
      const statement = toStatement(input, functionArn(record.name));
      const policy = [...record.policy, statement];
      if (Buffer.byteLength(policyDocument(policy)) > MAX_POLICY_BYTES) throw tooLong();
      store.put({ ...record, policy });
      return { Statement: JSON.stringify(statement) };
    },
    removePermission({ FunctionName, StatementId, Qualifier, RevisionId }) {
      const record = store.get(FunctionName, Qualifier);
      const policy = record.policy.filter(({ Sid }) => Sid !== StatementId);
      if (policy.length === record.policy.length) {
        throw lambdaError(
          'ResourceNotFoundException',
          `Statement ${StatementId} is not found in resource policy.`,
        );
      }
      checkPolicyRevision(record, RevisionId);
      store.put({ ...record, policy });
      return {};
    },
    getPolicy({ FunctionName, Qualifier }) {
      const { policy, revisionId } = store.get(FunctionName, Qualifier);
      if (policy.length === 0) {
        throw lambdaError('ResourceNotFoundException', 'The resource you requested does not exist.');
      }
      return { Policy: policyDocument(policy), RevisionId: revisionId };
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_POLICY_BYTES = 20_480;

function checkPermission(input: sdk.AddPermissionRequest): void {
  if (input.FunctionUrlAuthType !== undefined || input.InvokedViaFunctionUrl) {
    throw lambdaError('InvalidParameterValueException', 'The embedded AWS has no function URLs');
  }
}

function checkPolicyRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === record.revisionId) return;
  throw lambdaError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. ' +
      'Call the GetPolicy API to retrieve the latest Revision Id',
  );
}

function taken(statementId: string) {
  return lambdaError(
    'ResourceConflictException',
    `The statement id (${statementId}) provided already exists. ` +
      'Please provide a new statement id, or remove the existing statement.',
  );
}

function tooLong() {
  return lambdaError(
    'PolicyLengthExceededException',
    `The final policy size is bigger than the limit (${MAX_POLICY_BYTES}).`,
  );
}
