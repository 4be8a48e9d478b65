import { PROBE_PREFIX } from '../verify/probe-file.ts';
import { type Arns, alarmArn, apiGatewayArn, type Names, type Place } from './names.ts';
import type { PolicyDocument, PolicyStatement } from './policies.ts';

/**
 * What somebody needs who sets an install up and takes it down again, and no more; using it needs other
 * rights. Fits into a managed policy: 6,144 characters.
 */
export function deployerPolicy(place: Place, names: Names, arns: Arns): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      allow('Bucket', 's3', BUCKET, arns.bucket),
      allow('BucketContents', 's3', ['AbortMultipartUpload', 'DeleteObjectVersion'], `${arns.bucket}/*`),
      // The probes that setup ends with; their rows and log lines are read with the rights to table and log group.
      allow('Probe', 's3', ['GetObject', 'GetObjectVersion', 'PutObject'], `${arns.bucket}/${PROBE_PREFIX}*`),
      allow('ProbeApi', 'execute-api', ['Invoke'], uploadArn(place, names)),
      allow('Roles', 'iam', ROLES, [arns.functionRole, arns.apiRole]),
      passRole('PassToLambda', arns.functionRole, `lambda.amazonaws.com`),
      passRole('PassToApiGateway', arns.apiRole, `apigateway.amazonaws.com`),
      allow('Function', 'lambda', FUNCTION, arns.function),
      allow('Table', 'dynamodb', TABLE, arns.table),
      // An API's id is not known before it is there, and not all verbs have conditions on tags.
      allow('Api', 'apigateway', ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'], apiPaths(place)),
      allow('LogGroup', 'logs', LOG_GROUP, `${arns.logGroup}:*`),
      // Tags belong to the bare name of a group.
      allow('LogGroupTags', 'logs', ['ListTagsForResource', 'TagResource'], arns.logGroup),
      allow('Alarms', 'cloudwatch', ALARMS, alarmArn(place, `${names.alarmPrefix}*`)),
      allow('Dashboard', 'cloudwatch', ['DeleteDashboards', 'GetDashboard', 'PutDashboard'], arns.dashboard),
      allow('Topic', 'sns', TOPIC, arns.topic),
      allow('Queue', 'sqs', QUEUE, arns.failureQueue),
      // These look through all there are, whatever is asked for.
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: ['cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'],
        Resource: '*',
      },
    ],
  };
}

const BUCKET = [
  'CreateBucket',
  'DeleteBucket',
  'GetBucketNotification',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPublicAccessBlock',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetEncryptionConfiguration',
  'GetLifecycleConfiguration',
  'ListBucket',
  'ListBucketMultipartUploads',
  'ListBucketVersions',
  'PutBucketNotification',
  'PutBucketOwnershipControls',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketTagging',
  'PutBucketVersioning',
  'PutEncryptionConfiguration',
  'PutLifecycleConfiguration',
  'TagResource',
];

const ROLES = [
  'AttachRolePolicy',
  'CreateRole',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'GetRole',
  'GetRolePolicy',
  'ListAttachedRolePolicies',
  'ListRolePolicies',
  'PutRolePolicy',
  'TagRole',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
];

const FUNCTION = [
  'AddPermission',
  'CreateFunction',
  'DeleteFunction',
  'DeleteFunctionEventInvokeConfig',
  'GetFunction',
  'GetFunctionEventInvokeConfig',
  'GetPolicy',
  'ListTags',
  'PutFunctionEventInvokeConfig',
  'RemovePermission',
  'TagResource',
  'UntagResource',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
];

const TABLE = [
  'CreateTable',
  'DeleteTable',
  'DescribeContinuousBackups',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTagsOfResource',
  'Scan',
  'TagResource',
  'UpdateContinuousBackups',
  'UpdateTable',
  'UpdateTimeToLive',
];

const LOG_GROUP = [
  'CreateLogGroup',
  'DeleteLogGroup',
  'DeleteRetentionPolicy',
  'FilterLogEvents',
  'PutRetentionPolicy',
];

const ALARMS = ['DeleteAlarms', 'ListTagsForResource', 'PutMetricAlarm', 'TagResource'];

const TOPIC = [
  'CreateTopic',
  'DeleteTopic',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'ListTagsForResource',
  'SetTopicAttributes',
  'Subscribe',
  'TagResource',
  'Unsubscribe',
];

const QUEUE = [
  'CreateQueue',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListQueueTags',
  'SetQueueAttributes',
  'TagQueue',
];

function apiPaths(place: Place): string[] {
  return ['restapis', 'restapis/*', 'apikeys', 'apikeys/*', 'usageplans', 'usageplans/*', 'tags/*'].map(
    (path) => apiGatewayArn(place, path),
  );
}

/** Of any API's stage of that name, because an API's id is made up by AWS. */
function uploadArn({ partition, region, accountId }: Place, { stage }: Names): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:*/${stage}/POST/upload`;
}

function passRole(sid: string, role: string, service: string): PolicyStatement {
  const Condition = { StringEquals: { 'iam:PassedToService': service } };
  return { ...allow(sid, 'iam', ['PassRole'], role), Condition };
}

function allow(
  sid: string,
  service: string,
  actions: readonly string[],
  resource: string | readonly string[],
): PolicyStatement {
  const Action = actions.map((action) => `${service}:${action}`);
  return { Sid: sid, Effect: 'Allow', Action, Resource: resource };
}
