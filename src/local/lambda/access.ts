import type * as sdk from '@aws-sdk/client-lambda';
import { type Need, passRole } from '../access/need.ts';
import type { AccessTable } from '../service.ts';
import { parseFunctionName } from './function-name.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaAccess: AccessTable<typeof sdk> = {
  createFunction: ({ FunctionName, Role, Tags }) => [
    onFunction('CreateFunction')({ FunctionName }),
    passRole(Role, LAMBDA),
    ...(Object.keys(Tags ?? {}).length > 0 ? [onFunction('TagResource')({ FunctionName })] : []),
  ],
  getFunction: onFunction('GetFunction'),
  getFunctionConfiguration: onFunction('GetFunctionConfiguration'),
  updateFunctionCode: onFunction('UpdateFunctionCode'),
  updateFunctionConfiguration: ({ FunctionName, Role }) => [
    onFunction('UpdateFunctionConfiguration')({ FunctionName }),
    ...(Role === undefined ? [] : [passRole(Role, LAMBDA)]),
  ],
  deleteFunction: onFunction('DeleteFunction'),
  listFunctions: () => ({ action: 'lambda:ListFunctions', resource: '*' }),
  invoke: onFunction('InvokeFunction'),
  addPermission: onFunction('AddPermission'),
  removePermission: onFunction('RemovePermission'),
  getPolicy: onFunction('GetPolicy'),
  putFunctionEventInvokeConfig: onFunction('PutFunctionEventInvokeConfig'),
  updateFunctionEventInvokeConfig: onFunction('UpdateFunctionEventInvokeConfig'),
  getFunctionEventInvokeConfig: onFunction('GetFunctionEventInvokeConfig'),
  deleteFunctionEventInvokeConfig: onFunction('DeleteFunctionEventInvokeConfig'),
  listFunctionEventInvokeConfigs: onFunction('ListFunctionEventInvokeConfigs'),
  putFunctionConcurrency: onFunction('PutFunctionConcurrency'),
  getFunctionConcurrency: onFunction('GetFunctionConcurrency'),
  deleteFunctionConcurrency: onFunction('DeleteFunctionConcurrency'),
  getAccountSettings: () => ({ action: 'lambda:GetAccountSettings', resource: '*' }),
  tagResource: onArn('TagResource'),
  untagResource: onArn('UntagResource'),
  listTags: onArn('ListTags'),
};

const LAMBDA = 'lambda.amazonaws.com';

interface FunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

function onFunction(action: string) {
  return ({ FunctionName, Qualifier }: FunctionInput): Need => ({
    action: `lambda:${action}`,
    resource: parseFunctionName(FunctionName, Qualifier).arn,
  });
}

function onArn(action: string) {
  return ({ Resource }: { readonly Resource: string }): Need => ({
    action: `lambda:${action}`,
    resource: Resource,
  });
}
