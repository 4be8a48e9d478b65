import { describe, expect, it } from 'vitest';
import { arnsOf, namesOf } from '../../../src/provision/names.ts';
import {
  apiPolicy,
  canonical,
  functionPolicy,
  parsedPolicy,
  statementOf,
  withStatement,
} from '../../../src/provision/policies.ts';

const place = {
  accountId: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};
const arns = arnsOf(place, namesOf(place, { install: 'filepipe', overrides: {} }));

describe('the policies of an install', () => {
  it.each([
    ['function', functionPolicy(arns)],
    ['API', apiPolicy(arns)],
  ])('give the %s no action and no resource by wildcard', (_whose, { Statement }) => {
    for (const statement of Statement) {
      expect(String(statement['Action'])).not.toContain('*');
      expect(statement['Resource']).toMatch(/^arn:aws:/);
    }
  });

  it('let the function neither write files nor create log groups', () => {
    const text = JSON.stringify(functionPolicy(arns));
    for (const action of ['s3:PutObject', 's3:DeleteObject', 'logs:CreateLogGroup', 'dynamodb:DeleteItem']) {
      expect(text).not.toContain(action);
    }
  });

  it('fit into a role: 10,240 characters', () => {
    expect(JSON.stringify(functionPolicy(arns)).length).toBeLessThan(10_240);
  });
});

describe('documents of others', () => {
  const theirs = { Sid: 'Theirs', Effect: 'Deny', Action: 's3:*' };
  const ours = { Sid: 'Ours', Effect: 'Deny', Action: 's3:PutObject' };

  it('keep their statements when ours is put in, and ours stays single', () => {
    const document = withStatement(
      { Version: '2008-10-17', Id: 'x', Statement: [theirs, { ...ours, Action: 'old' }] },
      ours,
    );
    expect(document).toEqual({ Version: '2008-10-17', Id: 'x', Statement: [theirs, ours] });
    expect(statementOf(document, 'Ours')).toEqual(ours);
  });

  it('are begun when there is none', () => {
    expect(withStatement(undefined, ours)).toEqual({ Version: '2012-10-17', Statement: [ours] });
  });

  it.each([
    ['as JSON', JSON.stringify({ Statement: [ours] })],
    ['URL-encoded, as IAM gives them', encodeURIComponent(JSON.stringify({ Statement: [ours] }))],
    ['with one statement and no list', JSON.stringify({ Statement: ours })],
  ])('are read %s', (_how, text) => {
    expect(parsedPolicy(text).Statement).toEqual([ours]);
  });
});

describe('two policies', () => {
  it.each([
    ['a list of one and its member', { Action: ['a'] }, { Action: 'a' }, true],
    ['the order of actions', { Action: ['b', 'a'] }, { Action: ['a', 'b'] }, true],
    ['the order of members', { Effect: 'Allow', Action: 'a' }, { Action: 'a', Effect: 'Allow' }, true],
    ['one action more', { Action: ['a', 'b'] }, { Action: 'a' }, false],
    ['another principal', { Principal: { Service: 's3' } }, { Principal: { Service: 'sns' } }, false],
    ['statements in another order', [{ Sid: 'a' }, { Sid: 'b' }], [{ Sid: 'b' }, { Sid: 'a' }], false],
  ])('with %s: same is %4$s', (_difference, one, other, same) => {
    expect(JSON.stringify(sorted(canonical(one))) === JSON.stringify(sorted(canonical(other)))).toBe(same);
  });
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
