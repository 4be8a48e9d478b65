import { createHash } from 'node:crypto';
import { PARTITION } from '../credentials.ts';
import type { ManagedPolicy } from './policy-store.ts';

interface Published {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  readonly updated: string;
  readonly document: object;
}

/** AWS's own policies that exist here, word for word as AWS publishes them. */
const published: readonly Published[] = [
  {
    name: 'AdministratorAccess',
    path: '/',
    version: 'v1',
    created: '2015-02-06T18:39:46Z',
    updated: '2015-02-06T18:39:46Z',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  },
  {
    name: 'AmazonDynamoDBFullAccess',
    path: '/',
    version: 'v15',
    created: '2015-02-06T18:40:11Z',
    updated: '2021-01-29T17:38:30Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'dynamodb:*',
            'dax:*',
            'application-autoscaling:DeleteScalingPolicy',
            'application-autoscaling:DeregisterScalableTarget',
            'application-autoscaling:DescribeScalableTargets',
            'application-autoscaling:DescribeScalingActivities',
            'application-autoscaling:DescribeScalingPolicies',
            'application-autoscaling:PutScalingPolicy',
            'application-autoscaling:RegisterScalableTarget',
            'cloudwatch:DeleteAlarms',
            'cloudwatch:DescribeAlarmHistory',
            'cloudwatch:DescribeAlarms',
            'cloudwatch:DescribeAlarmsForMetric',
            'cloudwatch:GetMetricStatistics',
            'cloudwatch:ListMetrics',
            'cloudwatch:PutMetricAlarm',
            'cloudwatch:GetMetricData',
            'datapipeline:ActivatePipeline',
            'datapipeline:CreatePipeline',
            'datapipeline:DeletePipeline',
            'datapipeline:DescribeObjects',
            'datapipeline:DescribePipelines',
            'datapipeline:GetPipelineDefinition',
            'datapipeline:ListPipelines',
            'datapipeline:PutPipelineDefinition',
            'datapipeline:QueryObjects',
            'ec2:DescribeVpcs',
            'ec2:DescribeSubnets',
            'ec2:DescribeSecurityGroups',
            'iam:GetRole',
            'iam:ListRoles',
            'kms:DescribeKey',
            'kms:ListAliases',
            'sns:CreateTopic',
            'sns:DeleteTopic',
            'sns:ListSubscriptions',
            'sns:ListSubscriptionsByTopic',
            'sns:ListTopics',
            'sns:Subscribe',
            'sns:Unsubscribe',
            'sns:SetTopicAttributes',
            'lambda:CreateFunction',
            'lambda:ListFunctions',
            'lambda:ListEventSourceMappings',
            'lambda:CreateEventSourceMapping',
            'lambda:DeleteEventSourceMapping',
            'lambda:GetFunctionConfiguration',
            'lambda:DeleteFunction',
            'resource-groups:ListGroups',
            'resource-groups:ListGroupResources',
            'resource-groups:GetGroup',
            'resource-groups:GetGroupQuery',
            'resource-groups:DeleteGroup',
            'resource-groups:CreateGroup',
            'tag:GetResources',
            'kinesis:ListStreams',
            'kinesis:DescribeStream',
            'kinesis:DescribeStreamSummary',
          ],
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Action: 'cloudwatch:GetInsightRuleReport',
          Resource: 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*',
        },
        {
          Effect: 'Allow',
          Action: ['iam:PassRole'],
          Condition: {
            StringLike: {
              'iam:PassedToService': [
                'application-autoscaling.amazonaws.com',
                'application-autoscaling.amazonaws.com.cn',
                'dax.amazonaws.com',
              ],
            },
          },
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Action: ['iam:CreateServiceLinkedRole'],
          Condition: {
            StringEquals: {
              'iam:AWSServiceName': [
                'replication.dynamodb.amazonaws.com',
                'dax.amazonaws.com',
                'dynamodb.application-autoscaling.amazonaws.com',
                'contributorinsights.dynamodb.amazonaws.com',
                'kinesisreplication.dynamodb.amazonaws.com',
              ],
            },
          },
          Resource: '*',
        },
      ],
    },
  },
  {
    name: 'AmazonS3FullAccess',
    path: '/',
    version: 'v2',
    created: '2015-02-06T18:40:58Z',
    updated: '2021-09-27T20:16:37Z',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:*', 's3-object-lambda:*'], Resource: '*' }],
    },
  },
  {
    name: 'AWSLambdaBasicExecutionRole',
    path: '/service-role/',
    version: 'v1',
    created: '2015-04-09T15:03:43Z',
    updated: '2015-04-09T15:03:43Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: '*',
        },
      ],
    },
  },
  {
    name: 'CloudWatchLogsFullAccess',
    path: '/',
    version: 'v8',
    created: '2015-02-06T18:40:02Z',
    updated: '2026-02-12T18:00:33Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'CloudWatchLogsFullAccess',
          Effect: 'Allow',
          Action: [
            'logs:*',
            'cloudwatch:GenerateQuery',
            'cloudwatch:GenerateQueryResultsSummary',
            'observabilityadmin:GetS3TableIntegration',
            'observabilityadmin:ListS3TableIntegrations',
            'observabilityadmin:ListTelemetryPipelines',
          ],
          Resource: '*',
        },
      ],
    },
  },
];

/** By ARN. */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  published.map(({ name, path, version, created, updated, document }) => {
    const arn = `arn:${PARTITION}:iam::aws:policy${path}${name}`;
    // Their ids are not published; this one only has to stay the same.
    const id = `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
    const [from, to] = [Date.parse(created), Date.parse(updated)];
    const text = JSON.stringify(document, undefined, 2);
    return [arn, { name, path, id, arn, version, created: from, updated: to, document: text }];
  }),
);
