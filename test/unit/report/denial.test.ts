import { describe, expect, test } from 'vitest';
import { deniedHint, deniedSentence } from '../../../src/report/denial.ts';
import { type Fault, faultOf } from '../../../src/report/fault.ts';
import type { FailedRequest } from '../../../src/request-of-error.ts';

const user = 'arn:aws:iam::111122223333:user/ann';
const role = 'arn:aws:iam::111122223333:role/r';

function fault(message: string, request?: FailedRequest): Fault {
  return { ...faultOf(Object.assign(new Error(message), { name: 'AccessDenied' })), request };
}

describe('a refusal names the action, the resource and the statement to add', () => {
  test.each<[string, string, FailedRequest | undefined, string, string]>([
    [
      'IAM and most others',
      `User: ${user} is not authorized to perform: iam:GetRole on resource: ${role} because no identity-based policy allows the iam:GetRole action`,
      undefined,
      'iam:GetRole',
      role,
    ],
    [
      'S3, with quotes',
      `User: ${user} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:PutObject action`,
      undefined,
      's3:PutObject',
      'arn:aws:s3:::b/k',
    ],
    [
      'S3, as it was',
      'Access Denied',
      {
        client: 'S3',
        command: 'PutBucketLifecycleConfiguration',
        input: { Bucket: 'b' },
      },
      's3:PutLifecycleConfiguration',
      'arn:*:s3:::b',
    ],
    [
      'S3 to a HEAD, without a word',
      'UnknownError',
      { client: 'S3', command: 'HeadObject', input: { Bucket: 'b', Key: 'k', VersionId: 'v' } },
      's3:GetObjectVersion',
      'arn:*:s3:::b/k',
    ],
    [
      'S3 about a part',
      'Access Denied',
      { client: 'S3', command: 'UploadPart', input: { Bucket: 'b', Key: 'k' } },
      's3:PutObject',
      'arn:*:s3:::b/k',
    ],
    [
      'S3 about a listing',
      'Access Denied',
      { client: 'S3', command: 'ListMultipartUploads', input: { Bucket: 'b' } },
      's3:ListBucketMultipartUploads',
      'arn:*:s3:::b',
    ],
    [
      'SNS, in capitals',
      `User: ${user} is not authorized to perform: SNS:Publish on resource: arn:aws:sns:eu-west-1:111122223333:t because no identity-based policy allows the SNS:Publish action`,
      undefined,
      'sns:Publish',
      'arn:aws:sns:eu-west-1:111122223333:t',
    ],
    [
      'SQS, in small letters',
      `User: ${user} is not authorized to perform: sqs:createqueue on resource: arn:aws:sqs:eu-west-1:111122223333:q because no identity-based policy allows the sqs:createqueue action`,
      { client: 'SQS', command: 'CreateQueue', input: { QueueName: 'q' } },
      'sqs:CreateQueue',
      'arn:aws:sqs:eu-west-1:111122223333:q',
    ],
    [
      'SQS, as it was',
      'Access to the resource https://sqs.eu-west-1.amazonaws.com/ is denied.',
      {
        client: 'SQS',
        command: 'GetQueueAttributes',
        input: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q' },
      },
      'sqs:GetQueueAttributes',
      'arn:*:sqs:eu-west-1:111122223333:q',
    ],
    [
      'an action without a resource',
      `User: ${user} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
      undefined,
      's3:ListAllMyBuckets',
      '*',
    ],
  ])('%s', (_, message, request, action, resource) => {
    expect(deniedSentence(fault(message, request))).toContain(`may not ${action}`);
    const [, statement = ''] = deniedHint(fault(message, request)).split('\n');
    expect(JSON.parse(statement)).toEqual({ Effect: 'Allow', Action: action, Resource: resource });
  });

  test('to what is not asked about, the policy is pointed out', () => {
    expect(deniedHint(fault('Access Denied'))).toContain('filepipe policy deployer');
  });

  test.each([
    ['s3:PutObject', 'uploader'],
    ['dynamodb:Query', 'reader'],
    ['iam:CreateRole', 'deployer'],
  ])('%s belongs to the policy of a %s', (action, who) => {
    const message = `User: ${user} is not authorized to perform: ${action} on resource: ${role}`;
    expect(deniedHint(fault(message))).toContain(`filepipe policy ${who}`);
  });
});

describe('whoever forbids it is named', () => {
  const refused = `User: ${user} is not authorized to perform: iam:CreateRole on resource: ${role}`;

  test.each([
    [
      'with an explicit deny in a service control policy',
      /lift the deny of iam:CreateRole in the service control policy/,
    ],
    ['with an explicit deny in an identity-based policy', /in the identity-based policy/],
    ['with an explicit deny', /lift the deny of iam:CreateRole/],
    ['because no service control policy allows the iam:CreateRole action', /to the service control policy/],
    ['because no permissions boundary allows the iam:CreateRole action', /to the permissions boundary/],
    ['because no session policy allows the iam:CreateRole action', /to the session policy/],
    [
      'because no identity-based policy allows the iam:CreateRole action',
      /allow iam:CreateRole with this statement;/,
    ],
  ])('%s', (why, hint) => {
    expect(deniedHint(fault(`${refused} ${why}`))).toMatch(hint);
  });

  test('a denial is not cured by a statement that allows', () => {
    expect(deniedHint(fault(`${refused} with an explicit deny in a resource-based policy`))).not.toContain(
      'Allow"',
    );
  });

  test('a reason that is encoded can be decoded', () => {
    const message =
      'You are not authorized to perform this operation. Encoded authorization failure message: AbC-123';
    expect(deniedHint(fault(message))).toContain(
      'aws sts decode-authorization-message --encoded-message AbC-123',
    );
  });
});
