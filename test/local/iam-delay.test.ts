import {
  APIGatewayClient,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { ACCOUNT, policyOf, roleArn } from './access-fixture.ts';
import { deploy, makeMethod } from './apigateway-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';
import { zip } from './lambda-zip.ts';

const LIST = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' } as const;
const trusting = (Principal: object) => policyOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const LAMBDA = { Service: 'lambda.amazonaws.com' };

describe('with iamDelaySeconds', () => {
  let clock: ManualClock;
  let aws: FreshAws;
  let iam: IAMClient;
  let sts: STSClient;

  beforeEach(async () => {
    clock = manualClock();
    aws = await freshAws({ clock, realism: { iamDelaySeconds: 8 } });
    iam = new IAMClient(aws.clientOptions());
    sts = new STSClient(aws.clientOptions());
  });
  afterEach(() => aws.close());

  const createRole = (RoleName: string, Principal: object) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(Principal) }));
  const assume = () => sts.send(new AssumeRoleCommand({ RoleArn: roleArn('r'), RoleSessionName: 'session' }));

  /** Whether a session of the role may list buckets. */
  async function session(): Promise<() => Promise<boolean>> {
    await createRole('r', { AWS: ACCOUNT });
    clock.advance(8000);
    const { Credentials: issued } = await assume();
    const credentials = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    const s3 = new S3Client({ ...aws.clientOptions(), credentials, forcePathStyle: true });
    return () =>
      s3.send(new ListBucketsCommand({})).then(
        () => true,
        (error: Error) => {
          expect(error.name).toBe('AccessDenied');
          return false;
        },
      );
  }

  it('Lambda cannot take a new role at first, neither for a new function nor for one that is there', async () => {
    const lambda = new LambdaClient(aws.clientOptions());
    const create = async (FunctionName: string, Role: string) =>
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Code: { ZipFile: await zip({ 'index.mjs': 'export const handler = async () => {};' }) },
        }),
      );
    const refusal = {
      name: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    };
    await createRole('a', LAMBDA);
    await expect(create('f', roleArn('a'))).rejects.toMatchObject(refusal);
    clock.advance(8000);
    await create('f', roleArn('a'));
    await createRole('b', LAMBDA);
    const change = new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Role: roleArn('b') });
    await expect(lambda.send(change)).rejects.toMatchObject(refusal);
    clock.advance(8000);
    await lambda.send(change);
  });

  it('STS does not know a new role at first, nor a change of its trust', async () => {
    await createRole('r', { AWS: ACCOUNT });
    clock.advance(7999);
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    clock.advance(1);
    await assume();
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: trusting(LAMBDA) }));
    clock.advance(7999);
    await assume();
    clock.advance(1);
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('an API takes a new role for its integration, and fails with it at first', async () => {
    const client = new APIGatewayClient(aws.clientOptions());
    const s3 = new S3Client({ ...aws.clientOptions(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
    await createRole('r', { Service: 'apigateway.amazonaws.com' });
    const put = policyOf({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::files/*' });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: put }));
    const method = await makeMethod(client, 'upload');
    await client.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS',
        integrationHttpMethod: 'PUT',
        uri: 'arn:aws:apigateway:us-east-1:s3:path/files/key',
        credentials: roleArn('r'),
      }),
    );
    const ok = { ...method, statusCode: '200' };
    await client.send(new PutMethodResponseCommand(ok));
    await client.send(new PutIntegrationResponseCommand({ ...ok, selectionPattern: '2\\d{2}' }));
    const url = `${await deploy({ client, aws: aws.aws }, method.restApiId)}/upload`;
    const post = async () => (await fetch(url, { method: 'POST', body: 'x' })).status;
    expect(await post()).toBe(500);
    clock.advance(8000);
    expect(await post()).toBe(200);
  });

  it('an inline policy allows late, and is gone late', async () => {
    const mayList = await session();
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: policyOf(LIST) }),
    );
    clock.advance(4000);
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'other', PolicyDocument: policyOf(LIST) }),
    );
    clock.advance(3999);
    expect(await mayList()).toBe(false);
    clock.advance(1);
    expect(await mayList()).toBe(true);
    clock.advance(8000);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'other' }));
    clock.advance(7999);
    expect(await mayList()).toBe(true);
    clock.advance(1);
    expect(await mayList()).toBe(false);
  });

  it('a managed policy allows late, and goes on for a while when it is detached and deleted', async () => {
    const mayList = await session();
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/p`;
    await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: policyOf(LIST) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    expect(await mayList()).toBe(false);
    clock.advance(8000);
    expect(await mayList()).toBe(true);
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect(await mayList()).toBe(true);
    clock.advance(8000);
    expect(await mayList()).toBe(false);
  });

  it('a boundary bounds late', async () => {
    const mayList = await session();
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/nothing`;
    const deny = policyOf({ Effect: 'Deny', Action: '*', Resource: '*' });
    await iam.send(new CreatePolicyCommand({ PolicyName: 'nothing', PolicyDocument: deny }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: policyOf(LIST) }),
    );
    clock.advance(8000);
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: PolicyArn }));
    expect(await mayList()).toBe(true);
    clock.advance(8000);
    expect(await mayList()).toBe(false);
  });

  it('a restart counts as long ago', async () => {
    await createRole('r', { AWS: ACCOUNT });
    await expect(assume()).rejects.toThrow();
    await aws.restart();
    sts = new STSClient(aws.clientOptions());
    await assume();
  });
});
