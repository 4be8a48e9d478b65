import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { FreshAws } from './fresh-aws.ts';

export const ACCOUNT = '000000000000';

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: object;
}

/** The settings of any client, signed by a session of a new role `name` that has these statements. */
export async function sessionOf(aws: FreshAws, name: string, ...statements: readonly PolicyStatement[]) {
  const iam = new IAMClient(aws.clientOptions());
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } as const;
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policyOf(trust) }));
  if (statements.length > 0) await allow(aws, name, ...statements);
  const sts = new STSClient(aws.clientOptions());
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'session' }),
  );
  const credentials = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
  return { ...aws.clientOptions(), credentials };
}

/** Gives a role these statements, and takes away those that it had from an earlier call. */
export async function allow(aws: FreshAws, name: string, ...statements: readonly PolicyStatement[]) {
  const PolicyDocument = policyOf(...statements);
  const put = new PutRolePolicyCommand({ RoleName: name, PolicyName: 'inline', PolicyDocument });
  await new IAMClient(aws.clientOptions()).send(put);
}

export function policyOf(...statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** How a session of the role is named in refusals. */
export function sessionArn(name: string): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`;
}
