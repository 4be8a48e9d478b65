import { DeleteMethodCommand, GetResourcesCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DeleteAlarmsCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { AttachRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../src/clients.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { codeArchive } from '../../src/provision/resources/code-archive.ts';
import { dashboardBody } from '../../src/provision/resources/dashboard-body.ts';
import type { Settings } from '../../src/provision/settings.ts';
import type { Target } from '../../src/target/target.ts';

/** Something done by hand that setup must see and undo. */
export interface Drift {
  readonly title: string;
  /** The step that must see it, and where. */
  readonly step: string;
  readonly path: string;
  readonly cause: () => Promise<unknown>;
}

/** One drift or more for every kind of thing in an install; they do not get into each other's way. */
export function driftsOf(aws: Clients, target: Target, settings: Settings, otherCode: string): Drift[] {
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
          new UpdateFunctionCodeCommand({ FunctionName, ZipFile: (await codeArchive(otherCode)).zip }),
        ),
    },
    {
      title: 'failed events go nowhere',
      step: 'event retries',
      path: '',
      cause: () => aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
    },
    {
      title: 'S3 may not run the function',
      step: 'invoke permission',
      path: '',
      cause: () =>
        aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: names.invokeStatement })),
    },
    {
      title: 'the upload method is deleted',
      step: 'api',
      path: 'definition',
      cause: () => deleteUploadMethod(aws, names.restApi),
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

async function deleteUploadMethod({ apigateway }: Clients, name: string): Promise<void> {
  const { items: apis = [] } = await apigateway.send(new GetRestApisCommand({ limit: 500 }));
  const restApiId = apis.find((api) => api.name === name)?.id;
  const { items: resources = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  const resourceId = resources.find(({ path }) => path === '/upload')?.id;
  await apigateway.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod: 'POST' }));
}
