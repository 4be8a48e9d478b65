import { describe, expect, it } from 'vitest';
import { admits, toStatement } from '../../src/local/lambda/resource-policy.ts';

const permission = {
  FunctionName: 'f',
  StatementId: 's3',
  Action: 'lambda:InvokeFunction',
  Principal: 's3.amazonaws.com',
  SourceArn: 'arn:aws:s3:::bucket',
  SourceAccount: '000000000000',
};

const request = {
  principal: 's3.amazonaws.com',
  sourceArn: 'arn:aws:s3:::bucket',
  sourceAccount: '000000000000',
};

describe("a function's policy", () => {
  it.each([
    ['what it names', {}, {}, true],
    ['another bucket', {}, { sourceArn: 'arn:aws:s3:::bucket2' }, false],
    ["somebody else's bucket of that name", {}, { sourceAccount: '123456789012' }, false],
    ['another service', {}, { principal: 'sns.amazonaws.com' }, false],
    ['any bucket that the pattern fits', { SourceArn: 'arn:aws:s3:::buck*' }, {}, true],
    [
      'a topic by a pattern for buckets',
      { SourceArn: 'arn:aws:s3:::*' },
      { sourceArn: 'arn:aws:sns:us-east-1:0:a' },
      false,
    ],
    ['every action', { Action: 'lambda:*' }, {}, true],
    ['another action', { Action: 'lambda:GetFunction' }, {}, false],
    ['an account, not a service', { Principal: '000000000000' }, {}, false],
    ['anybody', { Principal: '*' }, {}, true],
    ['an organisation that nobody is in', { PrincipalOrgID: 'o-1234567890' }, {}, false],
  ])('about %s', (_what, granted, asked, expected) => {
    const statement = toStatement(
      { ...permission, ...granted },
      'arn:aws:lambda:us-east-1:000000000000:function:f',
    );
    expect(admits([statement], { ...request, ...asked })).toBe(expected);
  });

  it('without statements admits nobody', () => {
    expect(admits([], request)).toBe(false);
  });
});
