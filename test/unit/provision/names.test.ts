import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { alarmArn, arnsOf, managedPolicyArn, namesOf } from '../../../src/provision/names.ts';

const place = {
  accountId: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};

describe('names', () => {
  it('are those of the walkthrough for the default install', () => {
    expect(namesOf(place, { install: 'filepipe', overrides: {} })).toEqual({
      bucket: 'filepipe-123456789012-eu-west-1',
      table: 'FileMetadata',
      function: 'FilesProcessed',
      functionRole: 'filepipe-eu-west-1-function',
      apiRole: 'filepipe-eu-west-1-api',
      queryRole: 'filepipe-eu-west-1-query',
      rolePrefix: 'filepipe-eu-west-1-',
      logGroup: '/aws/lambda/FilesProcessed',
      failureQueue: 'filepipe-failures',
      topic: 'filepipe-alarms',
      restApi: 'filepipe',
      stage: 'prod',
      apiKey: 'filepipe',
      dashboard: 'filepipe-eu-west-1',
      alarmPrefix: 'filepipe-',
      notificationId: 'filepipe',
      invokeStatement: 'filepipe-bucket',
    });
  });

  it('of two installs never meet', () => {
    const one = Object.entries(namesOf(place, { install: 'filepipe', overrides: {} }));
    const other = new Map(Object.entries(namesOf(place, { install: 'photos', overrides: {} })));
    const shared = one.filter(([kind, name]) => other.get(kind) === name).map(([kind]) => kind);
    expect(shared).toEqual(['stage']);
  });

  it('follow what was chosen, down to the log group', () => {
    const overrides = { bucket: 'my-files', table: 'Files', function: 'OnFile' };
    expect(namesOf(place, { install: 'filepipe', overrides })).toMatchObject({
      bucket: 'my-files',
      table: 'Files',
      function: 'OnFile',
      logGroup: '/aws/lambda/OnFile',
    });
  });

  it('too long for AWS are refused all at once', () => {
    const long = { ...place, region: 'ap-southeast-7' };
    const attempt = () => namesOf(long, { install: 'a'.repeat(40), overrides: {} });
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(/^bucket name \S+ has 77 characters, S3 allows 63\nfunction role name/);
  });
});

describe('ARNs', () => {
  it.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'])('are of partition %s', (partition) => {
    const names = namesOf(place, { install: 'filepipe', overrides: {} });
    const arns = Object.values(arnsOf({ ...place, partition }, names));
    const others = [alarmArn({ ...place, partition }, 'x'), managedPolicyArn({ ...place, partition }, 'x')];
    for (const arn of [...arns, ...others]) expect(arn).toMatch(new RegExp(`^arn:${partition}:`));
  });

  it('are those that AWS will give', () => {
    expect(arnsOf(place, namesOf(place, { install: 'filepipe', overrides: {} }))).toEqual({
      bucket: 'arn:aws:s3:::filepipe-123456789012-eu-west-1',
      table: 'arn:aws:dynamodb:eu-west-1:123456789012:table/FileMetadata',
      function: 'arn:aws:lambda:eu-west-1:123456789012:function:FilesProcessed',
      functionRole: 'arn:aws:iam::123456789012:role/filepipe-eu-west-1-function',
      apiRole: 'arn:aws:iam::123456789012:role/filepipe-eu-west-1-api',
      queryRole: 'arn:aws:iam::123456789012:role/filepipe-eu-west-1-query',
      logGroup: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/FilesProcessed',
      failureQueue: 'arn:aws:sqs:eu-west-1:123456789012:filepipe-failures',
      topic: 'arn:aws:sns:eu-west-1:123456789012:filepipe-alarms',
      dashboard: 'arn:aws:cloudwatch::123456789012:dashboard/filepipe-eu-west-1',
    });
  });
});
