import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: "arn:aws:s3:::b/*(it's)!" }],
});
const S3_FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';

describe('IAM', () => {
  let fresh: FreshAws;
  let iam: IAMClient;

  beforeEach(async () => {
    fresh = await freshAws();
    iam = new IAMClient(fresh.clientOptions());
  });

  afterEach(async () => {
    iam.destroy();
    await fresh.close();
  });

  const createRole = (RoleName: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));

  it('gives back a role as it was made', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'Function',
        Path: '/filepipe/',
        Description: 'écrit',
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: TRUST,
        Tags: [{ Key: 'filepipe:install', Value: 'x' }],
      }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Function' }));
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::000000000000:role/filepipe/Function',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: expect.any(Date),
      Description: 'écrit',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'filepipe:install', Value: 'x' }],
    });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
  });

  it('finds a role whatever the case of its name', async () => {
    await createRole('Function');
    expect((await iam.send(new GetRoleCommand({ RoleName: 'fUNCTION' }))).Role?.RoleName).toBe('Function');
    await expect(createRole('FUNCTION')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name FUNCTION already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('says that a role is not there', async () => {
    await expect(iam.send(new GetRoleCommand({ RoleName: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name none cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each([
    ['a name with a space', { RoleName: 'bad name!' }, 'ValidationError', 'The specified value for roleName'],
    ['a name of 65 characters', { RoleName: 'r'.repeat(65) }, 'ValidationError', 'less than or equal to 64'],
    ['a path without its slashes', { Path: 'p' }, 'ValidationError', "at 'path' failed to satisfy"],
    ['a description with a euro sign', { Description: '€' }, 'ValidationError', "at 'description'"],
    ['sessions of a day', { MaxSessionDuration: 86_400 }, 'ValidationError', 'equal to 43200'],
    ['keys that differ in case', { Tags: tags('k', 'K') }, 'InvalidInputException', 'Duplicate tag keys'],
    ['a tag of AWS itself', { Tags: tags('aws:x') }, 'InvalidInputException', 'aws: prefixed tag key'],
    ['a tag key with a brace', { Tags: tags('{') }, 'ValidationError', "at 'tags.1.member.key'"],
    ['51 tags', { Tags: tags(...numbered(51)) }, 'ValidationError', 'less than or equal to 50'],
    [
      'a trust policy of 3,000 characters',
      { AssumeRolePolicyDocument: longTrust() },
      'LimitExceededException',
      '2048',
    ],
    [
      'a boundary that is not there',
      { PermissionsBoundary: `${S3_FULL_ACCESS}x` },
      'NoSuchEntityException',
      '',
    ],
  ])('refuses %s', async (_what, input, name, message) => {
    const command = new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...input });
    await expect(iam.send(command)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    await expect(iam.send(new ListRolesCommand({}))).resolves.toMatchObject({ Roles: [] });
  });

  it('changes what can be changed of a role', async () => {
    await createRole('r');
    const trust = TRUST.replace('lambda', 'apigateway');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: trust }));
    await iam.send(new UpdateRoleCommand({ RoleName: 'r', Description: 'd', MaxSessionDuration: 3601 }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
    expect(Role).toMatchObject({ Description: 'd', MaxSessionDuration: 3601 });
  });

  it('lists roles page by page, by name', async () => {
    for (const name of ['c', 'a', 'b']) await createRole(name);
    const names: (string | undefined)[][] = [];
    for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
      names.push((page.Roles ?? []).map(({ RoleName }) => RoleName));
    }
    expect(names).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps tags by their keys, whatever the case', async () => {
    await createRole('r');
    await iam.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'One', Value: '1' }] }));
    await iam.send(
      new TagRoleCommand({
        RoleName: 'r',
        Tags: [
          { Key: 'ONE', Value: 'uno' },
          { Key: 'two', Value: '' },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName: 'r', TagKeys: ['TWO', 'three'] }));
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName: 'r' }));
    expect(Tags).toEqual([{ Key: 'ONE', Value: 'uno' }]);
  });

  it('puts, gives back and deletes inline policies', async () => {
    await createRole('r');
    const policy = { RoleName: 'r', PolicyName: 'p' };
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: POLICY }));
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
    expect(PolicyDocument).not.toMatch(/[!'()*{"]/);
    expect(decodeURIComponent(PolicyDocument)).toBe(POLICY);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'r' }))).PolicyNames).toEqual(['p']);
    await iam.send(new DeleteRolePolicyCommand(policy));
    await expect(iam.send(new GetRolePolicyCommand(policy))).rejects.toMatchObject({
      message: 'The role policy with name p cannot be found.',
    });
  });

  it('lets inline policies of a role be 10,240 characters together, white space not counted', async () => {
    await createRole('r');
    const put = (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName, PolicyDocument }));
    await put('spacious', POLICY + ' '.repeat(20_000));
    const long = POLICY.replace('/*', `/${'k'.repeat(10_200)}`);
    await expect(put('long', long)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role r',
    });
  });

  it('deletes a role only when nothing hangs on it', async () => {
    await createRole('r');
    const attachment = { RoleName: 'r', PolicyArn: S3_FULL_ACCESS };
    await iam.send(new AttachRolePolicyCommand(attachment));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: POLICY }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName: 'r' }));
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
      $metadata: { httpStatusCode: 409 },
    });
    await iam.send(new DetachRolePolicyCommand(attachment));
    await expect(remove()).rejects.toMatchObject({
      message: 'Cannot delete entity, must delete policies first.',
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it("attaches AWS's own policies, and only those that exist", async () => {
    await createRole('r');
    const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await attach(S3_FULL_ACCESS);
    await attach(S3_FULL_ACCESS);
    await expect(attach('arn:aws:iam::aws:policy/AmazonS3FullAcces')).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'Policy arn:aws:iam::aws:policy/AmazonS3FullAcces does not exist or is not attachable.',
    });
    await expect(attach('arn:aws:s3:::not-a-policy')).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'r' }));
    expect(AttachedPolicies).toEqual([{ PolicyName: 'AmazonS3FullAccess', PolicyArn: S3_FULL_ACCESS }]);
  });

  it.each([
    ['AmazonS3FullAccess', 's3:*'],
    ['AmazonDynamoDBFullAccess', 'dynamodb:*'],
    ['CloudWatchLogsFullAccess', 'logs:*'],
    ['AdministratorAccess', '*'],
    ['service-role/AWSLambdaBasicExecutionRole', 'logs:PutLogEvents'],
  ])('knows what %s allows', async (name, action) => {
    const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    const { Statement } = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''));
    expect([Statement[0].Action].flat()).toContain(action);
  });

  it('keeps policies of the account, until nothing uses them', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'mine', PolicyDocument: POLICY }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    expect(PolicyArn).toBe('arn:aws:iam::000000000000:policy/mine');
    await createRole('r');
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: PolicyArn }));
    const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'r' }));
    await remove();
    expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([]);
  });

  it('remembers everything when it is started again', async () => {
    await createRole('r');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: POLICY }));
    const before = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    await fresh.restart();
    iam = new IAMClient(fresh.clientOptions());
    const after = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(after.Role).toEqual(before.Role);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'r' }))).PolicyNames).toEqual(['p']);
  });
});

function tags(...keys: string[]) {
  return keys.map((Key) => ({ Key, Value: '' }));
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `key${i}`);
}

function longTrust(): string {
  return TRUST.replace('"Effect"', `"Sid":"${'s'.repeat(3000)}","Effect"`);
}
