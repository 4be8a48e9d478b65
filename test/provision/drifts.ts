import {
  CreateRestApiCommand,
  DeleteMethodCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  UpdateRestApiCommand,
  type UpdateRestApiCommandInput,
} from '@aws-sdk/client-api-gateway';
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { DeleteRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { TIME_INDEX, TTL_ATTRIBUTE } from '../../handler/record.ts';
import type { Clients } from '../../src/clients.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { ownerTags } from '../../src/provision/ownership.ts';
import { apiGatewayTrust } from '../../src/provision/policies.ts';
import { codeArchive } from '../../src/provision/resources/code-archive.ts';
import { dashboardBody } from '../../src/provision/resources/dashboard-body.ts';
import type { Settings } from '../../src/provision/settings.ts';
import type { Target } from '../../src/target/target.ts';
import { otherCodeFile } from '../built.ts';

/** Something done by hand that setup must see and undo. */
export interface Drift {
  readonly title: string;
  /** The step that must see it, and where. */
  readonly step: string;
  readonly path: string;
  readonly cause: () => Promise<unknown>;
}

/** One drift or more for every kind of thing in an install; they do not get into each other's way. */
export function driftsOf(aws: Clients, target: Target, settings: Settings): Drift[] {
  const names = namesOf(target, settings);
  const arns = arnsOf(target, names);
  const Bucket = names.bucket;
  const FunctionName = names.function;
  const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const document = JSON.stringify(anything);
  return [
    {
      title: 'versioning is suspended',
      step: 'bucket',
      path: 'versioning',
      cause: () =>
        aws.s3.send(
          new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
        ),
    },
    {
      title: 'the bucket may become public',
      step: 'bucket',
      path: 'publicAccessBlock',
      cause: () => aws.s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
    },
    {
      title: 'the bucket takes clear text',
      step: 'bucket',
      path: 'policy',
      cause: () => aws.s3.send(new DeleteBucketPolicyCommand({ Bucket })),
    },
    {
      title: 'the lifecycle is replaced',
      step: 'bucket',
      path: 'abortUploadsAfterDays',
      cause: () =>
        aws.s3.send(
          new PutBucketLifecycleConfigurationCommand({
            Bucket,
            LifecycleConfiguration: {
              Rules: [{ ID: 'mine', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } }],
            },
          }),
        ),
    },
    {
      title: 'objects may have owners of their own',
      step: 'bucket',
      path: 'ownership',
      cause: () =>
        aws.s3.send(
          new PutBucketOwnershipControlsCommand({
            Bucket,
            OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
          }),
        ),
    },
    {
      title: 'the trigger is narrowed to puts',
      step: 'trigger',
      path: 'trigger.events',
      cause: () =>
        aws.s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: {
              LambdaFunctionConfigurations: [
                {
                  Id: names.notificationId,
                  LambdaFunctionArn: arns.function,
                  Events: ['s3:ObjectCreated:Put'],
                },
              ],
            },
          }),
        ),
    },
    {
      title: 'the table loses its protection',
      step: 'table',
      path: 'deletionProtection',
      cause: () =>
        aws.dynamodb.send(
          new UpdateTableCommand({ TableName: names.table, DeletionProtectionEnabled: false }),
        ),
    },
    {
      title: 'removed files are remembered for ever',
      step: 'table',
      path: 'ttlAttribute',
      cause: () =>
        aws.dynamodb.send(
          new UpdateTimeToLiveCommand({
            TableName: names.table,
            TimeToLiveSpecification: { Enabled: false, AttributeName: TTL_ATTRIBUTE },
          }),
        ),
    },
    {
      title: 'the table cannot be restored',
      step: 'table',
      path: 'pointInTimeRecovery',
      cause: () =>
        aws.dynamodb.send(
          new UpdateContinuousBackupsCommand({
            TableName: names.table,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
          }),
        ),
    },
    {
      title: 'the table has fixed capacity',
      step: 'table',
      path: 'billingMode',
      cause: () =>
        aws.dynamodb.send(
          new UpdateTableCommand({
            TableName: names.table,
            BillingMode: 'PROVISIONED',
            ProvisionedThroughput: capacity,
            GlobalSecondaryIndexUpdates: [
              { Update: { IndexName: TIME_INDEX, ProvisionedThroughput: capacity } },
            ],
          }),
        ),
    },
    {
      title: 'others may be the function',
      step: 'function role',
      path: 'trust.Statement',
      cause: () =>
        aws.iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: names.functionRole,
            PolicyDocument: JSON.stringify(apiGatewayTrust),
          }),
        ),
    },
    {
      title: 'the role is described in other words',
      step: 'api role',
      path: 'description',
      cause: () => aws.iam.send(new UpdateRoleCommand({ RoleName: names.apiRole, Description: 'mine' })),
    },
    {
      title: "the function's rights grow",
      step: 'function role',
      path: 'inlinePolicies.filepipe.Statement',
      cause: () =>
        aws.iam.send(
          new PutRolePolicyCommand({
            RoleName: names.functionRole,
            PolicyName: 'filepipe',
            PolicyDocument: document,
          }),
        ),
    },
    {
      title: 'the function gets full access to S3',
      step: 'function role',
      path: 'managedPolicies.arn:aws:iam::aws:policy/AmazonS3FullAccess',
      cause: () =>
        aws.iam.send(
          new AttachRolePolicyCommand({
            RoleName: names.functionRole,
            PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
          }),
        ),
    },
    {
      title: "the API's rights grow",
      step: 'api role',
      path: 'inlinePolicies.filepipe.Statement',
      cause: () =>
        aws.iam.send(
          new PutRolePolicyCommand({
            RoleName: names.apiRole,
            PolicyName: 'filepipe',
            PolicyDocument: document,
          }),
        ),
    },
    {
      title: 'logs are kept forever',
      step: 'log group',
      path: 'retentionDays',
      cause: () => aws.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: names.logGroup })),
    },
    {
      title: 'failed events expire early',
      step: 'failure queue',
      path: 'retentionSeconds',
      cause: async () => {
        const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: names.failureQueue }));
        const Attributes = { MessageRetentionPeriod: '60' };
        await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      },
    },
    {
      title: 'the function has less memory',
      step: 'function',
      path: 'configuration.memoryMb',
      cause: () => aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 128 })),
    },
    {
      title: 'the function has other code',
      step: 'function',
      path: 'code.sha256',
      cause: async () =>
        aws.lambda.send(
          new UpdateFunctionCodeCommand({ FunctionName, ZipFile: (await codeArchive(otherCodeFile)).zip }),
        ),
    },
    {
      title: 'the function runs for other things',
      step: 'function',
      path: 'configuration.environment.TABLE_NAME',
      cause: () =>
        aws.lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName,
            Environment: { Variables: { TABLE_NAME: 'other' } },
            Timeout: 3,
            Description: 'mine',
          }),
        ),
    },
    {
      title: 'failed events are not tried again',
      step: 'event retries',
      path: 'delivery.retries',
      cause: () =>
        aws.lambda.send(
          new UpdateFunctionEventInvokeConfigCommand({
            FunctionName,
            MaximumRetryAttempts: 0,
            MaximumEventAgeInSeconds: 60,
          }),
        ),
    },
    {
      title: 'anybody’s bucket may run the function',
      step: 'invoke permission',
      path: 'statement',
      async cause() {
        const StatementId = names.invokeStatement;
        await aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
        const Principal = 's3.amazonaws.com';
        const open = { FunctionName, StatementId, Action: 'lambda:InvokeFunction', Principal };
        await aws.lambda.send(new AddPermissionCommand(open));
      },
    },
    {
      title: 'the API is described in other words',
      step: 'api',
      path: 'settings.description',
      cause: () => patchApi(aws, names.restApi, [{ op: 'replace', path: '/description', value: 'mine' }]),
    },
    {
      title: 'the API breaks what is not text',
      step: 'api',
      path: 'binaryMediaTypes',
      cause: () => patchApi(aws, names.restApi, [{ op: 'remove', path: '/binaryMediaTypes/*~1*' }]),
    },
    {
      title: 'the API is there twice',
      step: 'api',
      path: 'doubles',
      cause: () =>
        aws.apigateway.send(
          new CreateRestApiCommand({ name: names.restApi, tags: { ...ownerTags(settings.install) } }),
        ),
    },
    {
      title: 'the upload method is deleted',
      step: 'api',
      path: 'definition.POST /upload',
      cause: () => deleteUploadMethod(aws, names.restApi),
    },
    {
      title: 'GET /files asks something else',
      step: 'api',
      path: 'definition.GET /files.integration.requestTemplates.application/json',
      cause: () => askSomethingElse(aws, names.restApi, arns.queryRole),
    },
    {
      title: 'the rights of GET /files grow',
      step: 'query role',
      path: 'inlinePolicies.filepipe.Statement',
      cause: () =>
        aws.iam.send(
          new PutRolePolicyCommand({
            RoleName: names.queryRole,
            PolicyName: 'filepipe',
            PolicyDocument: document,
          }),
        ),
    },
    {
      title: 'alarms may not publish',
      step: 'alarm topic',
      path: 'policy',
      cause: () =>
        aws.sns.send(
          new SetTopicAttributesCommand({
            TopicArn: arns.topic,
            AttributeName: 'Policy',
            AttributeValue: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Mine',
                  Effect: 'Allow',
                  Principal: { AWS: target.accountId },
                  Action: 'SNS:Publish',
                  Resource: arns.topic,
                },
              ],
            }),
          }),
        ),
    },
    {
      title: 'an alarm fires later',
      step: 'alarm api-latency',
      path: 'settings.threshold',
      cause: () => raiseThreshold(aws, `${names.alarmPrefix}api-latency`),
    },
    {
      title: 'an alarm is deleted',
      step: 'alarm function-errors',
      path: '',
      cause: () =>
        aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [`${names.alarmPrefix}function-errors`] })),
    },
    {
      title: 'the dashboard loses its charts',
      step: 'dashboard',
      path: 'widgets',
      cause: () =>
        aws.cloudwatch.send(
          new PutDashboardCommand({
            DashboardName: names.dashboard,
            DashboardBody: JSON.stringify({
              widgets: dashboardBody(target, names, settings.install).widgets.slice(0, 1),
            }),
          }),
        ),
    },
  ];
}

const capacity = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };

async function raiseThreshold({ cloudwatch }: Clients, name: string): Promise<void> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm] = MetricAlarms;
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      Namespace: alarm?.Namespace,
      MetricName: alarm?.MetricName,
      Dimensions: alarm?.Dimensions,
      ExtendedStatistic: alarm?.ExtendedStatistic,
      Period: 300,
      EvaluationPeriods: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 1_000_000,
    }),
  );
}

async function apiNamed({ apigateway }: Clients, name: string): Promise<string | undefined> {
  const { items: apis = [] } = await apigateway.send(new GetRestApisCommand({ limit: 500 }));
  return apis.find((api) => api.name === name)?.id;
}

async function patchApi(
  aws: Clients,
  name: string,
  patchOperations: NonNullable<UpdateRestApiCommandInput['patchOperations']>,
): Promise<void> {
  const restApiId = await apiNamed(aws, name);
  await aws.apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
}

async function deleteUploadMethod(aws: Clients, name: string): Promise<void> {
  const method = { ...(await resourceNamed(aws, name, '/upload')), httpMethod: 'POST' };
  await aws.apigateway.send(new DeleteMethodCommand(method));
}

async function askSomethingElse(aws: Clients, name: string, credentials: string): Promise<void> {
  const put = new PutIntegrationCommand({
    ...(await resourceNamed(aws, name, '/files')),
    httpMethod: 'GET',
    type: 'AWS',
    integrationHttpMethod: 'POST',
    uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/Query',
    credentials,
    requestTemplates: { 'application/json': '{}' },
  });
  await aws.apigateway.send(put);
}

async function resourceNamed(aws: Clients, name: string, path: string) {
  const { apigateway } = aws;
  const restApiId = await apiNamed(aws, name);
  const { items: resources = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  return { restApiId, resourceId: resources.find((it) => it.path === path)?.id };
}
