import { describe, expect, it } from 'vitest';
import { checkPolicy, type PolicyKind } from '../../src/local/iam/policy-grammar.ts';

const SYNTAX = 'Syntax errors in policy.';

type Members = Readonly<Record<string, unknown>>;

const identity: Members = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const trust: Members = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const resource: Members = { ...identity, Principal: '*' };

const policy = (statement: unknown, rest: Members = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statement, ...rest });

describe('the grammar of policies', () => {
  it.each<[string, PolicyKind, unknown]>([
    ['a single statement without a list', 'identity', identity],
    ['lists of actions and resources', 'identity', [{ ...identity, Action: ['s3:*', '*'], Resource: ['*'] }]],
    ['everything but', 'identity', [{ Effect: 'Deny', NotAction: 'iam:*', NotResource: '*' }]],
    ['statements without ids beside each other', 'identity', [identity, identity]],
    [
      'conditions on absent and on many-valued keys',
      'identity',
      conditioned('ForAnyValue:StringLikeIfExists', 'a'),
    ],
    ['a condition on a flag', 'identity', conditioned('Bool', false)],
    ['a condition on a number', 'identity', conditioned('NumericLessThan', [1, 2])],
    ['trust in a service', 'trust', [trust]],
    [
      'trust in several services',
      'trust',
      { ...trust, Principal: { Service: ['a.amazonaws.com', 'b.amazonaws.com'] } },
    ],
    ['trust in an account by its number', 'trust', { ...trust, Principal: { AWS: '123456789012' } }],
    ['trust in a role', 'trust', { ...trust, Principal: { AWS: 'arn:aws:iam::123456789012:role/a/b' } }],
    ['trust in everybody', 'trust', { ...trust, Principal: '*' }],
    ['tagged sessions', 'trust', { ...trust, Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    ['a resource open to all', 'resource', [resource]],
    [
      'a resource open to a canonical user',
      'resource',
      { ...resource, Principal: { CanonicalUser: 'a'.repeat(64) } },
    ],
  ])('takes %s', (_what, kind, statement) => {
    expect(checkPolicy(policy(statement), kind).statements.length).toBeGreaterThan(0);
  });

  it('takes the old version everywhere but with identities', () => {
    const old = { Version: '2008-10-17' };
    expect(() => checkPolicy(policy(trust, old), 'trust')).not.toThrow();
    expect(() => checkPolicy(policy(resource, old), 'resource')).not.toThrow();
    expect(() => checkPolicy(policy(identity, old), 'identity')).toThrow(
      'Policy document must be version 2012-10-17 or greater.',
    );
  });

  it.each<[string, PolicyKind, string, string]>([
    ['what is not JSON', 'trust', 'not json', 'This policy contains invalid Json'],
    ['a list', 'trust', '[]', SYNTAX],
    ['an object without statements', 'trust', '{"nope":1}', SYNTAX],
    ['no statement at all', 'identity', policy([]), SYNTAX],
    ['a version that never was', 'identity', policy(identity, { Version: '2012-10-18' }), SYNTAX],
    ['a member that policies do not have', 'identity', policy(identity, { Statements: [] }), SYNTAX],
    ['a misspelt effect', 'identity', policy({ ...identity, Effect: 'Alow' }), SYNTAX],
    ['an effect in lower case', 'identity', policy({ ...identity, Effect: 'allow' }), SYNTAX],
    ['a member that statements do not have', 'identity', policy({ ...identity, Actions: [] }), SYNTAX],
    ['an action and its opposite', 'identity', policy({ ...identity, NotAction: 's3:*' }), SYNTAX],
    ['an action that is a number', 'identity', policy({ ...identity, Action: 1 }), SYNTAX],
    ['a condition that is a list', 'identity', policy({ ...identity, Condition: [] }), SYNTAX],
    ['a value of a condition that is an object', 'identity', policy(conditioned('Bool', {})), SYNTAX],
    [
      'an unknown condition',
      'identity',
      policy(conditioned('StringIs', 'x')),
      'Invalid Condition type : StringIs.',
    ],
    ['no action', 'identity', policy({ ...identity, Action: [] }), 'Policy statement must contain actions.'],
    [
      'an action of no service',
      'identity',
      policy({ ...identity, Action: 'GetObject' }),
      'prefaced by a vendor',
    ],
    ['an action with two colons', 'identity', policy({ ...identity, Action: 's3:a:b' }), 'only one colon'],
    [
      'a service with a space',
      'identity',
      policy({ ...identity, Action: 's 3:a' }),
      'Vendor s 3 is not valid',
    ],
    ['no resource', 'identity', policy({ ...identity, Resource: [] }), 'must contain resources'],
    [
      'a resource that is a name',
      'identity',
      policy({ ...identity, Resource: 'b' }),
      'Resource b must be in ARN format or "*".',
    ],
    [
      'an unknown partition',
      'identity',
      policy({ ...identity, Resource: 'arn:a:s3:::b' }),
      'Partition "a" is not valid for resource "arn:a:s3:*:*:b".',
    ],
    [
      'a bucket in a region',
      'identity',
      policy({ ...identity, Resource: 'arn:aws:s3:eu-west-1::b' }),
      'can not contain region information',
    ],
    [
      'ids that are the same',
      'identity',
      policy([sid('a'), sid('a')]),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    ['an identity policy that names whom', 'identity', policy(resource), 'should not specify a principal'],
    [
      'trust in nobody',
      'trust',
      policy({ ...trust, Principal: undefined }),
      'Missing required field Principal',
    ],
    [
      'trust in what is no service',
      'trust',
      policy({ ...trust, Principal: { Service: 'lambda' } }),
      'Invalid principal in policy: "SERVICE":"lambda"',
    ],
    [
      'trust in what is no account',
      'trust',
      policy({ ...trust, Principal: { AWS: '1234' } }),
      'Invalid principal in policy: "AWS":"1234"',
    ],
    [
      'trust that names a resource',
      'trust',
      policy({ ...trust, Resource: '*' }),
      'Has prohibited field Resource',
    ],
    [
      'trust that allows something else',
      'trust',
      policy({ ...trust, Action: 's3:GetObject' }),
      'may only specify STS AssumeRole actions',
    ],
    ['a resource policy that names nobody', 'resource', policy(identity), 'Missing required field Principal'],
  ])('refuses %s', (_what, kind, text, message) => {
    expect(() => checkPolicy(text, kind)).toThrow(message);
  });
});

function conditioned(operator: string, value: unknown): Members {
  return { ...identity, Condition: { [operator]: { 'aws:RequestTag/x': value } } };
}

function sid(Sid: string): Members {
  return { ...identity, Sid };
}
