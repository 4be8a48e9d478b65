import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  type LambdaFunctionConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFunction, type LambdaFixture, roleArn, startLambda, trustOf } from './lambda-fixture.ts';
import { zip } from './lambda-zip.ts';

let fixture: LambdaFixture;
let s3: S3Client;
let iam: IAMClient;
let gateway: APIGatewayClient;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  fixture = await startLambda();
  s3 = new S3Client({ ...fixture.client, forcePathStyle: true });
  iam = new IAMClient(fixture.client);
  gateway = new APIGatewayClient(fixture.client);
  cloudwatch = new CloudWatchClient(fixture.client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await putObject({});
  await fixture.logs.send(new CreateLogGroupCommand({ logGroupName: 'group' }));
  await createFunction(fixture, 'private', ok);
  await createFunction(fixture, 'invocable', ok);
  await fixture.lambda.send(
    new AddPermissionCommand({
      FunctionName: 'invocable',
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    }),
  );
});
afterAll(() => fixture.close());

const Bucket = 'bucket-of-bad-requests';
const ok = 'export const handler = async () => 1;';

/** What is asked, AWS's code for it, and AWS's words. */
type Case = readonly [what: string, ask: () => Promise<unknown>, code: string, message: string | RegExp];

/** What one emulator or another accepts though AWS refuses it, and more of the kind. */
const refused: readonly Case[] = [
  [
    'a trust policy that says nothing',
    () => createRole({ AssumeRolePolicyDocument: '{"nope":1}' }),
    'MalformedPolicyDocumentException',
    /./,
  ],
  [
    'a trust policy that is no JSON',
    () => createRole({ AssumeRolePolicyDocument: 'nope' }),
    'MalformedPolicyDocumentException',
    'This policy contains invalid Json',
  ],
  [
    'a role name with a space',
    () => createRole({ RoleName: 'bad name!' }),
    'ValidationError',
    'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  [
    'a policy with a misspelt effect',
    () =>
      iam.send(
        new CreatePolicyCommand({
          PolicyName: 'policy',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: { Effect: 'Alow', Action: 's3:GetObject', Resource: '*' },
          }),
        }),
      ),
    'MalformedPolicyDocumentException',
    /./,
  ],
  [
    'a bucket name with capitals and an underscore',
    () => s3.send(new CreateBucketCommand({ Bucket: 'Bad_Bucket' })),
    'InvalidBucketName',
    'The specified bucket is not valid.',
  ],
  [
    'a bucket with an ownership that there is not',
    () => s3.send(new CreateBucketCommand({ Bucket: 'owned', ObjectOwnership: 'Nobody' as never })),
    'InvalidArgument',
    'Invalid x-amz-object-ownership header: Nobody',
  ],
  [
    'a copy with an unknown directive',
    () =>
      s3.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'copy',
          CopySource: `${Bucket}/key`,
          TaggingDirective: 'KEEP' as never,
        }),
      ),
    'InvalidArgument',
    'Unknown tagging directive.',
  ],
  [
    'a removal of nothing',
    () => s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: undefined }] } })),
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  ],
  [
    'an object with the checksum of another',
    () => putObject({ ChecksumSHA256: Buffer.alloc(32).toString('base64') }),
    'BadDigest',
    /SHA256/,
  ],
  [
    'an object with the MD5 of another',
    () => putObject({ ContentMD5: Buffer.alloc(16).toString('base64') }),
    'BadDigest',
    'The Content-MD5 you specified did not match what we received.',
  ],
  [
    'a small part before the last',
    uploadSmallParts,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
  ],
  [
    'a function with a role that is not there',
    () => createFn({ Role: 'arn:aws:iam::000000000000:role/nobody' }),
    'InvalidParameterValueException',
    'The role defined for the function cannot be assumed by Lambda.',
  ],
  [
    'a function with a role that is no ARN',
    () => createFn({ Role: 'r1' }),
    'ValidationException',
    "1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy " +
      'regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
  ],
  [
    'a runtime that never was',
    () => createFn({ Runtime: 'nodejs4.99' as never }),
    'InvalidParameterValueException',
    /^Value nodejs4\.99 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\]/,
  ],
  [
    'a zip that is garbage',
    () => createFn({ Code: { ZipFile: Buffer.from('garbage') } }),
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  ],
  [
    'a function with a megabyte of memory',
    () => createFn({ MemorySize: 1 }),
    'ValidationException',
    "1 validation error detected: Value '1' at 'memorySize' failed to satisfy constraint: " +
      'Member must have value greater than or equal to 128',
  ],
  [
    'nine retries',
    () =>
      fixture.lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName: 'private', MaximumRetryAttempts: 9 }),
      ),
    'ValidationException',
    "1 validation error detected: Value '9' at 'maximumRetryAttempts' failed to satisfy constraint: " +
      'Member must have value less than or equal to 2',
  ],
  [
    'a notification to a function that does not let S3 in',
    () => notify({ LambdaFunctionArn: functionArn('private') }),
    'InvalidArgument',
    'Unable to validate the following destination configurations',
  ],
  [
    'a notification to a function that is not there',
    () => notify({ LambdaFunctionArn: functionArn('nobody') }),
    'InvalidArgument',
    'Unable to validate the following destination configurations',
  ],
  [
    'two notifications about one event',
    () => notify({}, {}),
    'InvalidArgument',
    'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
  ],
  [
    'an AWS integration without the method to call it with',
    () => putIntegration({ type: 'AWS' }),
    'BadRequestException',
    'Enumeration value for HttpMethod must be non-empty',
  ],
  [
    'an integration of a type that there is not',
    () => putIntegration({ type: 'FTP' as never }),
    'ValidationException',
    "1 validation error detected: Value 'FTP' at 'putIntegrationInput.type' failed to satisfy constraint: " +
      'Member must satisfy enum value set: [HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY]',
  ],
  [
    'a dashboard that is no JSON',
    () => cloudwatch.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: 'nope' })),
    'DashboardInvalidInputError',
    /valid JSON/,
  ],
  [
    'a dashboard name with a space',
    () => cloudwatch.send(new PutDashboardCommand({ DashboardName: 'a d', DashboardBody: '{}' })),
    'InvalidParameterValueException',
    'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
  ],
  ['an alarm every seven seconds', () => putAlarm({ Period: 7 }), 'ValidationException', /Period must be/],
  [
    'a retention of thirteen days',
    () => fixture.logs.send(new PutRetentionPolicyCommand({ logGroupName: 'group', retentionInDays: 13 })),
    'InvalidParameterException',
    /^1 validation error detected: Value '13' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: \[1, 3, 5/,
  ],
];

it.each(refused)('refuses %s', async (_what, ask, name, message) => {
  const expected = typeof message === 'string' ? message : expect.stringMatching(message);
  await expect(ask()).rejects.toMatchObject({ name, message: expected });
});

function createRole(input: Partial<ConstructorParameters<typeof CreateRoleCommand>[0]>) {
  const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com');
  return iam.send(new CreateRoleCommand({ RoleName: 'role', AssumeRolePolicyDocument, ...input }));
}

function putObject(input: Partial<ConstructorParameters<typeof PutObjectCommand>[0]>) {
  return s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'body', ...input }));
}

async function uploadSmallParts() {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
  const upload = { Bucket, Key: 'parts', UploadId };
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }));
    Parts.push({ PartNumber, ETag });
  }
  return s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
}

async function createFn(input: Partial<ConstructorParameters<typeof CreateFunctionCommand>[0]>) {
  const command = new CreateFunctionCommand({
    FunctionName: 'refused',
    Role: roleArn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: await zip({ 'index.mjs': ok }) },
    ...input,
  });
  return fixture.lambda.send(command);
}

function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}

function notify(...rules: Partial<LambdaFunctionConfiguration>[]) {
  const LambdaFunctionConfigurations = rules.map(
    (rule): LambdaFunctionConfiguration => ({
      LambdaFunctionArn: functionArn('invocable'),
      Events: ['s3:ObjectCreated:*'],
      ...rule,
    }),
  );
  const NotificationConfiguration = { LambdaFunctionConfigurations };
  return s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
}

async function putIntegration(input: Pick<ConstructorParameters<typeof PutIntegrationCommand>[0], 'type'>) {
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name: 'api' }));
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items?.[0]?.id, httpMethod: 'POST' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const uri = `arn:aws:apigateway:us-east-1:s3:path/${Bucket}/key`;
  return gateway.send(new PutIntegrationCommand({ ...method, uri, credentials: roleArn, ...input }));
}

function putAlarm(input: Partial<ConstructorParameters<typeof PutMetricAlarmCommand>[0]>) {
  const command = new PutMetricAlarmCommand({
    AlarmName: 'alarm',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...input,
  });
  return cloudwatch.send(command);
}
