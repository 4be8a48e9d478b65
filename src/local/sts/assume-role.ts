import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, type Caller } from '../credentials.ts';
import { checkPolicy } from '../iam/policy-grammar.ts';
import type { Roles, StoredRole } from '../iam/role-store.ts';
import { admits } from '../iam/trust.ts';
import type { Core } from '../internal.ts';

/**
 * A session of a role for a caller whom the role's trust policy admits. The account's own key may be
 * trusted like a user, though on AWS the root user can assume no role: there is no other user here.
 */
export function assumeRole(
  { clock, credentials }: Core,
  roles: Roles,
  input: AssumeRoleRequest,
  caller: Caller,
): AssumeRoleResponse {
  const { RoleArn: arn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600 } = input;
  refuseUnserved(input);
  const role = roles.knownByArn(arn);
  if (role === undefined || !trusts(role, input, caller, clock.now())) throw denied(arn, caller);
  checkDuration(role, seconds, caller);
  const key = credentials.issue({ roleArn: arn, roleId: role.id, sessionName, seconds });
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: new Date(key.expires),
    },
    AssumedRoleUser: { AssumedRoleId: key.caller.userId, Arn: key.caller.arn },
  };
}

/** What narrows or marks a session is not kept, so a caller who relies on it is told. */
function refuseUnserved({ Policy, PolicyArns, Tags, SerialNumber, SourceIdentity }: AssumeRoleRequest): void {
  const asked = { Policy, PolicyArns, Tags, SerialNumber, SourceIdentity };
  const [name] = Object.entries(asked).find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  throw new AwsError('UnsupportedOperation', `The embedded AWS does not serve ${name} of sts:AssumeRole`, {
    status: 501,
  });
}

function trusts(
  role: StoredRole,
  { ExternalId, RoleSessionName = '' }: AssumeRoleRequest,
  caller: Caller,
  now: number,
) {
  const arns = [caller.arn, ...(caller.roleArn === undefined ? [] : [caller.roleArn])];
  const context = {
    'aws:principalarn': [caller.roleArn ?? caller.arn],
    'aws:principalaccount': [caller.accountId],
    'aws:userid': [caller.userId],
    'aws:currenttime': [new Date(now).toISOString()],
    'aws:epochtime': [String(Math.floor(now / 1000))],
    'sts:rolesessionname': [RoleSessionName],
    ...(ExternalId !== undefined && { 'sts:externalid': [ExternalId] }),
  };
  return admits(checkPolicy(role.trust, 'trust'), { accountId: ACCOUNT_ID, arns }, context);
}

function checkDuration(role: StoredRole, seconds: number, caller: Caller): void {
  const chained = caller.roleArn !== undefined;
  if (chained && seconds > 3600) {
    throw validation(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

function denied(roleArn: string, caller: Caller): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    { status: 403 },
  );
}

function validation(message: string): AwsError {
  return new AwsError('ValidationError', message, { status: 400 });
}
