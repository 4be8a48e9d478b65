import { Agent } from 'node:http';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';

describe('S3 buckets', () => {
  const bench = useS3();

  it('are private, encrypted and without versions from birth', async () => {
    const Bucket = await bench.bucket();
    const encryption = await bench.s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const access = await bench.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const ownership = await bench.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    const versioning = await bench.s3.send(new GetBucketVersioningCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    expect(rule?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    expect(access.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect(versioning.Status).toBeUndefined();
  });

  it('are made once more without complaint, as in us-east-1, and keep what they have', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    await bench.s3.send(new CreateBucketCommand({ Bucket }));
    const { Status } = await bench.s3.send(new GetBucketVersioningCommand({ Bucket }));
    expect(Status).toBe('Enabled');
  });

  it.each([
    'Bad_Bucket',
    'ab',
    'a'.repeat(64),
    '-starts-badly',
    'two..dots',
    '192.168.5.4',
    'xn--name',
    'name-s3alias',
    'name--ol-s3',
    'name-without-namespace-000000000000-us-east-1-an',
  ])('are not made with the name %s', async (Bucket) => {
    await expect(bench.s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('may live in the account’s own namespace under a name that shows it', async () => {
    const Bucket = 'mine-000000000000-us-east-1-an';
    const made = await bench.s3.send(
      new CreateBucketCommand({ Bucket, BucketNamespace: 'account-regional' }),
    );
    expect(made.BucketArn).toBe(`arn:aws:s3:::${Bucket}`);
    const unfit = new CreateBucketCommand({ Bucket: 'mine', BucketNamespace: 'account-regional' });
    await expect(bench.s3.send(unfit)).rejects.toMatchObject({ name: 'InvalidBucketName' });
  });

  it.each([
    ['us-west-2', 'IllegalLocationConstraintException'],
    ['us-east-1', 'InvalidLocationConstraint'],
    ['Atlantis', 'InvalidLocationConstraint'],
  ])('are not made in %s: %s', async (place, name) => {
    const command = new CreateBucketCommand({
      Bucket: 'elsewhere',
      CreateBucketConfiguration: { LocationConstraint: place as 'us-west-2' },
    });
    await expect(bench.s3.send(command)).rejects.toMatchObject({ name });
  });

  it('are told apart from what is not there and from what belongs to somebody else', async () => {
    const Bucket = await bench.bucket();
    const head = await bench.s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '000000000000' }));
    expect(head.BucketRegion).toBe('us-east-1');
    const others = new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '111111111111' });
    await expect(bench.s3.send(others)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    const absent = new HeadBucketCommand({ Bucket: 'no-such-bucket' });
    await expect(bench.s3.send(absent)).rejects.toMatchObject({ name: 'NotFound' });
    const location = new GetBucketLocationCommand({ Bucket: 'no-such-bucket' });
    await expect(bench.s3.send(location)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('are listed in pages, in order of their names', async () => {
    for (const name of ['listed-c', 'listed-a', 'listed-b']) {
      await bench.s3.send(new CreateBucketCommand({ Bucket: name }));
    }
    const first = await bench.s3.send(new ListBucketsCommand({ Prefix: 'listed-', MaxBuckets: 2 }));
    expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['listed-a', 'listed-b']);
    const { ContinuationToken } = first;
    const second = await bench.s3.send(new ListBucketsCommand({ Prefix: 'listed-', ContinuationToken }));
    expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['listed-c']);
    expect(second.ContinuationToken).toBeUndefined();
  });

  it('are deleted only when not even a delete marker is left', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    await expect(bench.s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    const empty = await bench.bucket();
    await bench.s3.send(new DeleteBucketCommand({ Bucket: empty }));
    await expect(bench.s3.send(new DeleteBucketCommand({ Bucket: empty }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('take tags at their creation and later', async () => {
    const Bucket = 'tagged-from-birth';
    const Tags = [{ Key: 'filepipe:install', Value: 'filepipe' }];
    await bench.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags } }));
    const { TagSet } = await bench.s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).toEqual(Tags);
    const twice = { TagSet: [...Tags, ...Tags] };
    await expect(
      bench.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: twice })),
    ).rejects.toMatchObject({ name: 'InvalidTag' });
    const untagged = new GetBucketTaggingCommand({ Bucket: await bench.bucket() });
    await expect(bench.s3.send(untagged)).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  });

  it('return a policy as it was put, and say when there is none', async () => {
    const Bucket = await bench.bucket();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    await bench.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await bench.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await bench.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(bench.s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });

  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::policies/*' };
  it.each([
    ['no JSON', '{nope', 'This policy contains invalid Json'],
    ['an array', '[]', "Policies must be valid JSON and the first byte must be '{'"],
    ['no statement', '{}', 'Missing required field Statement'],
    ['a misspelt effect', { ...statement, Effect: 'Alow' }, 'Invalid effect: Alow'],
    ['nobody', { ...statement, Principal: undefined }, 'Missing required field Principal'],
    ['a principal that is none', { ...statement, Principal: { AWS: 'me' } }, 'Invalid principal in policy'],
    ['another service’s action', { ...statement, Action: 'ec2:*' }, 'Policy has invalid action'],
    ['another bucket', { ...statement, Resource: 'arn:aws:s3:::others' }, 'Policy has invalid resource'],
    ['an unknown field', { ...statement, Efect: 'Deny' }, 'Unknown field Efect'],
    ['an unknown operator', { ...statement, Condition: { Equals: {} } }, 'Invalid Condition type : Equals'],
  ])('refuse a policy with %s', async (_what, policy, message) => {
    const Bucket = 'policies';
    await bench.s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = typeof policy === 'string' ? policy : JSON.stringify({ Statement: [policy] });
    await expect(bench.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
      message,
    });
  });

  it('refuse a policy that lets everybody in until that is unblocked', async () => {
    const Bucket = await bench.bucket();
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const put = new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement: open }) });
    await expect(bench.s3.send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
    await bench.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await bench.s3.send(put);
    await expect(bench.s3.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });

  it('return lifecycle rules as they were put, over a restart', async () => {
    const Bucket = await bench.bucket();
    const Rules = [
      {
        ID: 'tidy',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
      {
        ID: 'retire',
        Status: 'Disabled' as const,
        Filter: { And: { Prefix: 'old/', Tags: [{ Key: 'a', Value: 'b' }] } },
        Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
        Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' as const }],
      },
    ];
    const LifecycleConfiguration = { Rules };
    await bench.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    await bench.restart();
    const answer = await bench.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(answer.Rules).toEqual(Rules);
  });

  it.each([
    ['without an action', { Filter: { Prefix: '' } }, 'InvalidRequest'],
    ['without a filter', { Expiration: { Days: 1 } }, 'MalformedXML'],
    [
      'with two filters',
      { Filter: { Prefix: 'a', ObjectSizeLessThan: 9 }, Expiration: { Days: 1 } },
      'MalformedXML',
    ],
    ['that expires at once', { Filter: {}, Expiration: { Days: 0 } }, 'InvalidArgument'],
    [
      'that moves too early',
      { Filter: {}, Transitions: [{ Days: 1, StorageClass: 'STANDARD_IA' as const }] },
      'InvalidArgument',
    ],
  ])('refuse a lifecycle rule %s', async (_what, rule, name) => {
    const Bucket = await bench.bucket();
    const LifecycleConfiguration = { Rules: [{ Status: 'Enabled' as const, ...rule }] };
    const put = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration });
    await expect(bench.s3.send(put)).rejects.toMatchObject({ name });
  });

  it('keep their settings over a restart', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    await bench.restart();
    const { Status } = await bench.s3.send(new GetBucketVersioningCommand({ Bucket }));
    expect(Status).toBe('Enabled');
  });

  it('cannot go back to never having kept versions', async () => {
    const Bucket = await bench.bucket({ versioned: true });
    const off = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} });
    await expect(bench.s3.send(off)).rejects.toMatchObject({
      name: 'IllegalVersioningConfigurationException',
    });
  });

  it('say what is not done here', async () => {
    const Bucket = await bench.bucket();
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } };
    const website = new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration });
    await expect(bench.s3.send(website)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('s3:PutBucketWebsite'),
    });
  });

  it('answer by path and by host name alike', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'hosted' }));
    const { port } = new URL(bench.endpoint);
    const httpAgent = new Agent({ lookup: (_name, _options, found) => found(null, LOOPBACK) });
    for (const host of ['localhost', 's3.localhost', 's3.us-east-1.localhost']) {
      const s3 = bench.client({
        endpoint: `http://${host}:${port}`,
        forcePathStyle: false,
        requestHandler: { httpAgent },
      });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b' }));
      expect(await Body?.transformToString()).toBe('hosted');
      const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: Bucket }));
      expect(Buckets).toHaveLength(1);
    }
    httpAgent.destroy();
  });
});

const LOOPBACK = [{ address: '127.0.0.1', family: 4 }];
