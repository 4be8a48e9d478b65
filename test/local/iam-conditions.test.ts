import { describe, expect, it } from 'vitest';
import { conditionsHold } from '../../src/local/iam/policy-conditions.ts';
import { checkPolicy } from '../../src/local/iam/policy-grammar.ts';
import { wildcardMatch } from '../../src/local/iam/wildcard-match.ts';

const ARN = 'arn:aws:s3:::a-bucket';

describe('conditions of a policy', () => {
  it.each<[string, unknown, readonly string[] | undefined, boolean]>([
    ['StringEquals', 'x', ['x'], true],
    ['StringEquals', ['w', 'x'], ['x'], true],
    ['StringEquals', 'x', ['X'], false],
    ['StringEquals', 'x', undefined, false],
    ['StringEqualsIfExists', 'x', undefined, true],
    ['StringEqualsIfExists', 'x', ['y'], false],
    ['StringNotEquals', ['w', 'x'], ['x'], false],
    ['StringNotEquals', 'x', undefined, true],
    ['StringEqualsIgnoreCase', 'x', ['X'], true],
    ['StringLike', 'a*c?', ['abbcd'], true],
    ['StringNotLike', 'a*', ['b'], true],
    ['NumericLessThanEquals', '10', ['10'], true],
    ['NumericGreaterThan', 10, ['10'], false],
    ['DateLessThan', '2026-11-22T00:00:00Z', ['2026-11-21T23:59:59Z'], true],
    ['DateGreaterThan', '1000', ['1970-01-01T00:00:00Z'], false],
    ['Bool', false, ['false'], true],
    ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], true],
    ['NotIpAddress', '10.0.0.0/8', ['10.1.2.3'], false],
    ['IpAddress', '::1', ['127.0.0.1'], false],
    ['ArnLike', 'arn:aws:s3:::a-*', [ARN], true],
    ['ArnEquals', 'arn:*', [ARN], false],
    ['Null', 'true', undefined, true],
    ['Null', 'true', ['x'], false],
    ['ForAllValues:StringEquals', ['x', 'y'], ['x', 'y'], true],
    ['ForAllValues:StringEquals', ['x'], ['x', 'y'], false],
    ['ForAllValues:StringEquals', ['x'], undefined, true],
    ['ForAnyValue:StringEquals', ['x'], ['x', 'y'], true],
    ['ForAnyValue:StringEquals', ['x'], undefined, false],
  ])('%s %j holds for %j: %s', (operator, wanted, actual, holds) => {
    const statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { [operator]: { 'aws:Key': wanted } },
    };
    const text = JSON.stringify({ Version: '2012-10-17', Statement: statement });
    const conditions = checkPolicy(text, 'identity').statements.flatMap((one) => one.conditions);
    expect(conditionsHold(conditions, actual === undefined ? {} : { 'aws:key': actual })).toBe(holds);
  });
});

describe('wildcards', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*', 'a', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*ab', 'aab', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    [`${'*a'.repeat(50)}b`, 'a'.repeat(5000), false],
  ])('%s fits %s: %s', (pattern, text, fits) => {
    expect(wildcardMatch(pattern, text)).toBe(fits);
  });
});
