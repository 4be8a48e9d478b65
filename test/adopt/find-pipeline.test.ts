import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, expect, it } from 'vitest';
import { findPipeline, type Start } from '../../src/adopt/find-pipeline.ts';
import { type Part, valueIn } from '../../src/adopt/part.ts';
import { stsClient } from '../../src/clients.ts';
import { connect, startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { clickTogether } from './console-pipeline.ts';

const aws = await startAws({ realism: { subscriptionsPend: true } });
const made = await clickTogether(aws.clients);
afterAll(() => aws.close());

const find = (start: Start, by: TestAws = aws) => findPipeline(by.clients, by.target, start, quickControl());
const nameIn = (part: Part<{ readonly name: string }>) => valueIn(part)?.name;

it.each([{ bucket: made.bucket }, { function: made.functionName }])(
  'everything is found from %o alone, and nothing is written',
  async (start) => {
    aws.writes.length = 0;
    const found = await find(start);
    expect(nameIn(found.bucket)).toBe(made.bucket);
    expect(nameIn(found.function)).toBe(made.functionName);
    expect(nameIn(found.role)).toBe(made.roleName);
    expect(nameIn(found.table)).toBe(made.tableName);
    expect(nameIn(found.logGroup)).toBe(`/aws/lambda/${made.functionName}`);
    const [api] = valueIn(found.apis) ?? [];
    expect(api).toMatchObject({
      name: 'upload-api',
      methods: [{ name: 'POST /upload' }],
      stages: [{ name: 'dev' }],
    });
    const [alarm] = valueIn(found.alarms) ?? [];
    expect(alarm).toMatchObject({ name: 'FilesProcessed-errors', metric: 'Errors' });
    expect(valueIn(alarm?.topics[0]?.subscriptions)?.map(({ Endpoint }) => Endpoint)).toEqual([
      'ops@example.com',
    ]);
    expect(aws.writes).toEqual([]);
  },
);

it("the role's policies are read, whatever path it has and whoever keeps them", async () => {
  const { role } = await find({ bucket: made.bucket });
  expect(valueIn(role)?.arn).toContain(':role/service-role/');
  const policies = valueIn(valueIn(role)?.policies) ?? [];
  expect(policies.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['AmazonS3FullAccess', 'AmazonDynamoDBFullAccess', 'CloudWatchLogsFullAccess']),
  );
  expect(policies.every(({ statements }) => statements.length > 0)).toBe(true);
});

it('a variable of the function says which table, before the usual name does', async () => {
  await clickTogether(aws.clients, {
    bucket: 'with-variable',
    functionName: 'ByVariable',
    tableName: 'Catalogue',
    variables: { DYNAMODB_TABLE: 'Catalogue' },
    bare: true,
  });
  const { table } = await find({ bucket: 'with-variable' });
  expect(valueIn(table)).toMatchObject({
    name: 'Catalogue',
    namedBy: "the function's variable DYNAMODB_TABLE",
  });
});

it('a table that is named is the one, or none', async () => {
  expect((await find({ bucket: made.bucket, table: 'Other' })).table).toEqual({ state: 'absent' });
});

it('a bucket without triggers has no function, and a function without bucket none', async () => {
  await aws.clients.s3.send(new CreateBucketCommand({ Bucket: 'lonely-bucket' }));
  expect((await find({ bucket: 'lonely-bucket' })).function).toEqual({ state: 'absent' });
  expect(await find({ function: 'Nowhere' })).toMatchObject({
    bucket: { state: 'absent' },
    function: { state: 'absent' },
  });
  expect((await find({ bucket: 'no-such-bucket' })).bucket).toEqual({ state: 'absent' });
});

it('what may not be looked at is unknown, and the rest is found all the same', async () => {
  const poor = await asRoleThatMay(['s3:ListBucket', 's3:GetBucketNotification', 'lambda:GetFunction']);
  const found = await find({ bucket: made.bucket }, poor);
  expect(nameIn(found.bucket)).toBe(made.bucket);
  expect(nameIn(found.function)).toBe(made.functionName);
  const bucket = valueIn(found.bucket);
  expect(bucket?.policy).toMatchObject({
    state: 'unknown',
    reason: expect.stringContaining('s3:GetBucketPolicy'),
  });
  expect(valueIn(found.function)?.tags.state).toBe('unknown');
  expect(valueIn(valueIn(found.role)?.policies)).toBeUndefined();
  expect([found.table.state, found.logGroup.state, found.apis.state, found.alarms.state]).toEqual(
    Array(4).fill('unknown'),
  );
  await poor.close();
});

it('a bucket that may not be seen at all is unknown', async () => {
  const blind = await asRoleThatMay(['lambda:GetFunction']);
  const { bucket } = await find({ bucket: made.bucket }, blind);
  expect(bucket).toMatchObject({ state: 'unknown', reason: expect.stringContaining('s3:ListBucket') });
  await blind.close();
});

it('neither bucket nor function is no start', async () => {
  await expect(find({})).rejects.toThrow('neither a bucket nor a function is named');
});

let roles = 0;

/** The same AWS for somebody who is allowed these actions and nothing else. */
async function asRoleThatMay(actions: readonly string[]): Promise<TestAws> {
  const RoleName = `caller-${roles++}`;
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws.clients.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { AWS: aws.target.accountId },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await aws.clients.iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'looks',
      PolicyDocument: document({ Effect: 'Allow', Action: actions, Resource: '*' }),
    }),
  );
  const sts = await stsClient(aws.target);
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${aws.target.accountId}:role/${RoleName}`,
      RoleSessionName: 'test',
    }),
  );
  sts.destroy();
  const credentials = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
  return await connect({ ...aws.target, credentials: async () => credentials }, async () => {});
}
