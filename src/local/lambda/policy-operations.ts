import type * as sdk from '@aws-sdk/client-lambda';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import { replacePolicy } from './former-policies.ts';
import { functionArn } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { lambdaError } from './lambda-error.ts';
import { policyDocument, type Statement, toStatement } from './resource-policy.ts';

/** A function's policy: who may invoke it. */
export function policyOperations(core: Core, store: FunctionStore): Operations<typeof sdk> {
  const { functionSettleSeconds, permissionDelaySeconds } = core.realism;
  const changing = new Set<string>();

  return {
    addPermission(input) {
      checkPermission(input);
      const record = store.get(input.FunctionName, input.Qualifier);
      checkPolicyRevision(record, input.RevisionId);
      if (record.policy.some(({ Sid }) => Sid === input.StatementId)) throw taken(input.StatementId);
      const statement = toStatement(input, functionArn(record.name));
      const policy = [...record.policy, statement];
      if (Buffer.byteLength(policyDocument(policy)) > MAX_POLICY_BYTES) throw tooLong();
      return change(record, policy, { Statement: JSON.stringify(statement) });
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
      return change(record, policy, {});
    },
    getPolicy({ FunctionName, Qualifier }) {
      const { policy, revisionId } = store.get(FunctionName, Qualifier);
      if (policy.length === 0) {
        throw lambdaError('ResourceNotFoundException', 'The resource you requested does not exist.');
      }
      return { Policy: policyDocument(policy), RevisionId: revisionId };
    },
  };

  /** Where changes take time, one that comes while another one is being stored is refused. */
  async function change<T>(record: FunctionRecord, policy: readonly Statement[], answer: T): Promise<T> {
    if (changing.has(record.name)) throw concurrentUpdate();
    store.put({ ...record, ...replacePolicy(record, policy, core.clock.now(), permissionDelaySeconds) });
    if (functionSettleSeconds === 0) return answer;
    changing.add(record.name);
    await core.storage.settled().finally(() => changing.delete(record.name));
    return answer;
  }
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

function concurrentUpdate() {
  return lambdaError(
    'ResourceConflictException',
    'The function could not be updated due to a concurrent update operation.',
  );
}

function tooLong() {
  return lambdaError(
    'PolicyLengthExceededException',
    `The final policy size is bigger than the limit (${MAX_POLICY_BYTES}).`,
  );
}
