import { CreateRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allow, policyOf, roleArn, sessionOf } from './access-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

describe('SimulatePrincipalPolicy', () => {
  let aws: FreshAws;
  let iam: IAMClient;

  beforeAll(async () => {
    aws = await freshAws();
    iam = new IAMClient(aws.clientOptions());
    const AssumeRolePolicyDocument = policyOf({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
    await allow(
      aws,
      'r',
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::b/*' },
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
    );
  });
  afterAll(() => aws.close());

  const simulate = (input: { ActionNames: string[]; ResourceArns?: string[] }) =>
    iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: roleArn('r'), ...input }));

  it('says of every action on every resource whether it is allowed, denied or just not allowed', async () => {
    const { EvaluationResults = [] } = await simulate({
      ActionNames: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      ResourceArns: ['arn:aws:s3:::b/k', 'arn:aws:s3:::c/k'],
    });
    expect(
      EvaluationResults.map((it) => `${it.EvalActionName} ${it.EvalResourceName} ${it.EvalDecision}`),
    ).toEqual([
      's3:PutObject arn:aws:s3:::b/k allowed',
      's3:PutObject arn:aws:s3:::c/k implicitDeny',
      's3:GetObject arn:aws:s3:::b/k explicitDeny',
      's3:GetObject arn:aws:s3:::c/k explicitDeny',
      's3:DeleteObject arn:aws:s3:::b/k implicitDeny',
      's3:DeleteObject arn:aws:s3:::c/k implicitDeny',
    ]);
  });

  it.each([
    ['lambda.amazonaws.com', 'allowed'],
    ['ec2.amazonaws.com', 'implicitDeny'],
  ])('looks at the context that is given: %s', async (service, decision) => {
    const key = { ContextKeyName: 'iam:PassedToService', ContextKeyType: 'string' } as const;
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn('r'),
        ActionNames: ['iam:PassRole'],
        ContextEntries: [{ ...key, ContextKeyValues: [service] }],
      }),
    );
    expect(EvaluationResults?.[0]?.EvalDecision).toBe(decision);
  });

  it.each([
    ['arn:aws:iam::000000000000:root', 'InvalidInputException'],
    ['arn:aws:sts::000000000000:assumed-role/r/session', 'InvalidInputException'],
    ['arn:aws:iam::000000000000:role/nobody', 'NoSuchEntityException'],
  ])('does not know the rights of %s', async (PolicySourceArn, name) => {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject'] });
    await expect(iam.send(command)).rejects.toMatchObject({ name });
  });

  it('takes a right of its own', async () => {
    const session = new IAMClient(await sessionOf(aws, 'curious'));
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn('r'),
      ActionNames: ['s3:GetObject'],
    });
    await expect(session.send(command)).rejects.toThrow('iam:SimulatePrincipalPolicy');
  });
});
