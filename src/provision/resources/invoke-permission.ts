import {
  AddPermissionCommand,
  type AddPermissionCommandOutput,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource } from '../engine/resource.ts';
import { absentAs, functionBusy, retrying, statementExists, unlessThere } from '../engine/retry.ts';
import { canonical, type PolicyStatement, parsedPolicy, statementOf } from '../policies.ts';

export interface InvokePermissionSpec {
  readonly functionName: string;
  readonly functionArn: string;
  readonly statementId: string;
  readonly bucketArn: string;
  readonly accountId: string;
}

type Aws = Pick<Clients, 'lambda'>;

/**
 * Lets S3 run the function for events of the one bucket in the one account: a bucket's ARN names no
 * account, and a deleted bucket's name can become somebody else's.
 */
export const invokePermission: Resource<Aws, InvokePermissionSpec, PolicyStatement> = resourceOf<
  Aws,
  InvokePermissionSpec,
  PolicyStatement,
  AddPermissionCommandOutput | undefined
>({
  async observe({ lambda }, { functionName, statementId }) {
    const found = await absentAs(missing, lambda.send(new GetPolicyCommand({ FunctionName: functionName })));
    return found?.Policy === undefined ? undefined : statementOf(parsedPolicy(found.Policy), statementId);
  },

  create: (aws, spec, control) => add(aws, spec, control),

  // Nothing is told of a statement that was there before.
  asCreated: (answer) =>
    answer?.Statement === undefined ? undefined : (JSON.parse(answer.Statement) as PolicyStatement),

  aspects: [
    {
      path: 'statement',
      wanted: (spec) => statement(spec),
      actual: (live) => canonical(live),
      async write(aws, spec, _live, control) {
        await removePermission(aws, spec, control);
        await add(aws, spec, control);
      },
    },
  ],

  remove: removePermission,
});

const missing = ['ResourceNotFoundException'];

/** What Lambda makes of the permission. */
function statement(spec: InvokePermissionSpec): unknown {
  return canonical({
    Sid: spec.statementId,
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: spec.functionArn,
    Condition: {
      StringEquals: { 'AWS:SourceAccount': spec.accountId },
      ArnLike: { 'AWS:SourceArn': spec.bucketArn },
    },
  });
}

/** Undefined when there is such a statement already. */
async function add(
  { lambda }: Aws,
  spec: InvokePermissionSpec,
  control: Control,
): Promise<AddPermissionCommandOutput | undefined> {
  const command = new AddPermissionCommand({
    FunctionName: spec.functionName,
    StatementId: spec.statementId,
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    SourceArn: spec.bucketArn,
    SourceAccount: spec.accountId,
  });
  return await retrying(control, patience(spec), functionBusy, () =>
    unlessThere(statementExists, lambda.send(command)),
  );
}

async function removePermission(
  { lambda }: Aws,
  { functionName, statementId }: InvokePermissionSpec,
  control: Control,
): Promise<void> {
  const command = new RemovePermissionCommand({ FunctionName: functionName, StatementId: statementId });
  await retrying(control, patience({ functionName }), functionBusy, () =>
    absentAs(missing, lambda.send(command)),
  );
}

function patience({ functionName }: Pick<InvokePermissionSpec, 'functionName'>) {
  return { what: `function ${functionName} to take a change of its policy`, timeoutSeconds: 60 };
}
