import { accessDenied, deniedSentence } from './access/denied.ts';
import { judge, type Policies, type Refusal, type Requester } from './access/judge.ts';
import type { Need } from './access/need.ts';
import { createPolicyReader } from './access/policy-reader.ts';
import type { AwsError } from './aws-error.ts';
import type { Clock } from './clock.ts';
import { ACCOUNT_ID, type Caller, REGION } from './credentials.ts';
import type { ConditionContext } from './iam/policy-conditions.ts';
import type { Permissions } from './internal.ts';

/** Says who may do what, by the policies that are in force at that moment. */
export interface Authority extends Permissions {
  /** The error to answer with, in the words of `service`; undefined when the caller may. */
  denial(service: string, caller: Caller, need: Need): AwsError | undefined;
  /** The sentence alone. */
  denialSentence(service: string, caller: Caller, need: Need): string | undefined;
}

/** Told of everything that a caller has to be allowed for what it asks for, before that is judged. */
export type Asked = (caller: Caller, need: Need) => void;

/** Where the policies are kept. */
export interface PolicySources {
  readonly clock: Clock;
  /** The documents that a role has; none when there is no such role. */
  readonly ofRole: (roleArn: string) => RoleDocuments;
  /** The document that a resource has; undefined when there is none, or no such resource. */
  readonly ofResource: (arn: string) => string | undefined;
}

export interface RoleDocuments {
  readonly identity: readonly string[];
  readonly boundary?: string;
}

/**
 * Judges every call by IAM's rules. The account's own key may do everything that no resource policy denies;
 * a role's session needs the role's policies, or the resource's, to allow it.
 */
export function createAuthority({ clock, ofRole, ofResource }: PolicySources): Authority {
  const read = createPolicyReader();

  return {
    denial(service, caller, need) {
      const refusal = refusalOf(caller, need);
      return refusal && accessDenied(service, caller.arn, need, refusal);
    },
    denialSentence(service, caller, need) {
      const refusal = refusalOf(caller, need);
      return refusal && deniedSentence(service, caller.arn, need, refusal);
    },
    roleMay: (roleArn, need) =>
      refusalOf({ accountId: ACCOUNT_ID, arn: roleArn, userId: '', roleArn }, need) === undefined,
  };

  function refusalOf(caller: Caller, need: Need): Refusal | undefined {
    if (caller.roleArn === undefined && RESCUES.has(need.action)) return undefined;
    const context = { ...contextAt(clock.now()), ...callerContext(caller), ...need.context };
    return judge(need, requesterOf(caller), policiesFor(caller, need), context);
  }

  function policiesFor({ roleArn }: Caller, { resource }: Need): Policies {
    const { identity, boundary } = roleArn === undefined ? { identity: [] } : ofRole(roleArn);
    return {
      identity: identity.map((document) => read(document, 'identity')),
      boundary: boundary === undefined ? undefined : read(boundary, 'identity'),
      resource: resourcePolicy(resource),
    };
  }

  function resourcePolicy(arn: string) {
    const document = ofResource(arn);
    return document === undefined ? undefined : read(document, isRole(arn) ? 'trust' : 'resource');
  }
}

/** With these the account undoes a bucket policy that locks everybody out, itself included. */
const RESCUES: ReadonlySet<string> = new Set([
  's3:GetBucketPolicy',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
]);

function isRole(arn: string): boolean {
  return arn.startsWith('arn:') && arn.split(':')[2] === 'iam';
}

function requesterOf({ accountId, arn, roleArn }: Caller): Requester {
  return roleArn === undefined
    ? { kind: 'account', accountId }
    : { kind: 'role', accountId, arns: [arn, roleArn] };
}

/** What is known of every request. Nothing leaves the machine, so loopback counts as secure transport. */
function contextAt(now: number): ConditionContext {
  return {
    'aws:currenttime': [new Date(now).toISOString()],
    'aws:epochtime': [String(Math.floor(now / 1000))],
    'aws:securetransport': ['true'],
    'aws:sourceip': ['127.0.0.1'],
    'aws:requestedregion': [REGION],
    'aws:resourceaccount': [ACCOUNT_ID],
  };
}

function callerContext({ accountId, arn, roleArn, userId }: Caller): ConditionContext {
  return {
    'aws:principalarn': [roleArn ?? arn],
    'aws:principalaccount': [accountId],
    'aws:principaltype': [roleArn === undefined ? 'Account' : 'AssumedRole'],
    'aws:userid': [userId],
  };
}
