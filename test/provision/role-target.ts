import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../../src/provision/policies.ts';
import type { Target } from '../../src/target/target.ts';
import type { TestAws } from './aws.ts';

/**
 * The same target, as somebody sees it who has no rights but those of `policy`: a session of the new role `name`,
 * taken once `settled`.
 */
export async function roleTarget(
  aws: TestAws,
  name: string,
  policy: PolicyDocument,
  settled: () => Promise<void> = async () => {},
): Promise<Target> {
  const { accountId, endpoint, region, credentials } = aws.target;
  const trust = { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await aws.clients.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  await giveRole(aws, name, policy);
  await settled();
  const sts = new STSClient({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
  const RoleArn = `arn:aws:iam::${accountId}:role/${name}`;
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
  );
  sts.destroy();
  const session = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
  return { ...aws.target, credentials: async () => session };
}

/** Replaces what the role may do. */
export async function giveRole(aws: TestAws, name: string, policy: PolicyDocument): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  const put = new PutRolePolicyCommand({ RoleName: name, PolicyName: 'filepipe', PolicyDocument });
  await aws.clients.iam.send(put);
}
