import {
  alarmArn,
  apiGatewayArn,
  apiMethodArn,
  arnsOf,
  managedPolicyArn,
  type Names,
  namesOf,
  type Place,
  PROBE_PREFIX,
  roleArn,
} from './names.ts';
import { type PartRights, part } from './part-rights.ts';
import { walkthroughPolicies } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * The rights over everything of an install, part by part, by the names that IAM has for them: those differ
 * from the API's. What the settings leave out is left out here, too.
 */
export function installRights(
  place: Place,
  settings: Settings,
  ownsBucket = settings.overrides.bucket === undefined,
): readonly PartRights[] {
  const names = namesOf(place, settings);
  const arns = arnsOf(place, names);
  return [
    ...bucketRights(arns.bucket, !ownsBucket),
    ...(settings.apiAuth === 'iam'
      ? [part('ProbeApi', 'execute-api', probedMethods(place, names), [], ['Invoke'])]
      : []),
    // By what their names have in common, since a policy has room for little.
    part('Roles', 'iam', roleArn(place, `${names.rolePrefix}*`), ROLE_LOOK, ROLE_CHANGE),
    ...(settings.policies === 'walkthrough' ? [attachWalkthrough(place, arns.functionRole)] : []),
    passRoles([arns.functionRole, arns.apiRole, arns.queryRole]),
    part('Function', 'lambda', arns.function, FUNCTION_LOOK, FUNCTION_CHANGE),
    part('Table', 'dynamodb', arns.table, TABLE_LOOK, TABLE_CHANGE),
    ...apiRights(place, settings.apiAuth === 'key'),
    part('Log', 'logs', `${arns.logGroup}:*`, ['FilterLogEvents'], LOG_GROUP_CHANGE),
    // Tags belong to the bare name of a group.
    part('LogTags', 'logs', arns.logGroup, ['ListTagsForResource'], ['TagResource']),
    part(
      'Alarms',
      'cloudwatch',
      alarmArn(place, `${names.alarmPrefix}*`),
      ['ListTagsForResource'],
      ALARM_CHANGE,
    ),
    part('Dashboard', 'cloudwatch', arns.dashboard, ['GetDashboard'], ['DeleteDashboards', 'PutDashboard']),
    part('Topic', 'sns', arns.topic, TOPIC_LOOK, TOPIC_CHANGE),
    part('Queue', 'sqs', arns.failureQueue, QUEUE_LOOK, QUEUE_CHANGE),
    // Doctor asks IAM what its caller may do; who that will be is not known here.
    part('Simulate', 'iam', principals(place), ['SimulatePrincipalPolicy'], []),
    // These look through all there are, whatever is asked for.
    { sid: 'Look', resource: '*', look: ACCOUNT_LOOK, change: ['tag:GetResources'] },
  ];
}

/**
 * Of a bucket that is somebody else's nothing but the list of triggers is changed, and it need not be versioned.
 * Probes are what setup ends with; their rows and log lines are read with the rights to table and log group.
 */
function bucketRights(bucket: string, existing: boolean): PartRights[] {
  const probes = `${bucket}/${PROBE_PREFIX}*`;
  const probing = ['GetObjectVersion', 'PutObject'];
  if (existing) {
    return [
      part('Bucket', 's3', bucket, BUCKET_LOOK, ['ListBucketVersions', 'PutBucketNotification']),
      part('Probe', 's3', probes, [], ['DeleteObject', 'DeleteObjectVersion', 'GetObject', ...probing]),
    ];
  }
  const emptying = ['AbortMultipartUpload', 'DeleteObjectVersion'];
  return [
    part('Bucket', 's3', bucket, BUCKET_LOOK, BUCKET_CHANGE),
    part('Objects', 's3', `${bucket}/*`, [], emptying),
    part('Probe', 's3', probes, [], probing),
  ];
}

/** Probes are sent through the one, and their rows asked for through the other. */
function probedMethods(place: Place, names: Names): string[] {
  return (['POST/upload', 'GET/files/*'] as const).map((method) => apiMethodArn(place, names, method));
}

/** An API's id is not known before it is there, and not all verbs have conditions on tags. */
function apiRights(place: Place, keyed: boolean): PartRights[] {
  const paths = (...names: string[]) => names.map((name) => apiGatewayArn(place, name));
  const verbs = (sid: string, on: string[], look: string[], change: string[]) =>
    part(sid, 'apigateway', on, look, change);
  return [
    verbs('Api', paths('restapis', 'restapis/*'), ['GET'], ['DELETE', 'PATCH', 'POST', 'PUT']),
    verbs('ApiTags', paths('tags/*'), [], ['PUT']),
    // The account's limits; nothing is posted there.
    verbs('ApiKeys', paths('account', 'apikeys', 'usageplans'), ['GET'], keyed ? ['POST'] : []),
    ...(keyed
      ? [
          verbs('ApiKey', paths('apikeys/*'), [], ['DELETE', 'GET']),
          verbs('UsagePlan', paths('usageplans/*'), ['GET'], ['DELETE', 'PATCH', 'POST']),
        ]
      : []),
  ];
}

function attachWalkthrough(place: Place, role: string): PartRights {
  const arns = walkthroughPolicies.map((name) => managedPolicyArn(place, name));
  return {
    ...part('Walkthrough', 'iam', role, [], ['AttachRolePolicy']),
    condition: { ArnEquals: { 'iam:PolicyARN': arns } },
  };
}

/** To either service, as each role is of use to the one that it trusts only. */
function passRoles(roles: readonly string[]): PartRights {
  const services = ['lambda.amazonaws.com', 'apigateway.amazonaws.com'];
  const condition = { StringEquals: { 'iam:PassedToService': services } };
  return { ...part('PassRoles', 'iam', roles, [], ['PassRole']), condition };
}

function principals({ partition, accountId }: Place): string[] {
  return ['role', 'user'].map((kind) => `arn:${partition}:iam::${accountId}:${kind}/*`);
}

const BUCKET_LOOK = [
  'GetBucketNotification',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPublicAccessBlock',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetEncryptionConfiguration',
  'GetLifecycleConfiguration',
  'ListBucket',
];

/** Neither tags nor encryption: AWS takes the ones with the bucket, and never goes without the other. */
const BUCKET_CHANGE = [
  'CreateBucket',
  'DeleteBucket',
  'ListBucketMultipartUploads',
  'ListBucketVersions',
  'PutBucketNotification',
  'PutBucketOwnershipControls',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketVersioning',
  'PutLifecycleConfiguration',
  'TagResource',
];

const ROLE_LOOK = ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies'];

const ROLE_CHANGE = [
  'CreateRole',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePolicy',
  'TagRole',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
];

const FUNCTION_LOOK = ['GetFunction', 'GetFunctionEventInvokeConfig', 'GetPolicy', 'ListTags'];

const FUNCTION_CHANGE = [
  'AddPermission',
  'CreateFunction',
  'DeleteFunction',
  'DeleteFunctionEventInvokeConfig',
  'PutFunctionEventInvokeConfig',
  'RemovePermission',
  'TagResource',
  'UntagResource',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
];

const TABLE_LOOK = ['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTagsOfResource'];

const TABLE_CHANGE = [
  // The rows of probes.
  'GetItem',
  'CreateTable',
  'DeleteTable',
  // Counts what a teardown would lose.
  'Scan',
  'TagResource',
  'UpdateContinuousBackups',
  'UpdateTable',
  'UpdateTimeToLive',
];

const LOG_GROUP_CHANGE = ['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy'];

const ALARM_CHANGE = ['DeleteAlarms', 'PutMetricAlarm', 'TagResource'];

const TOPIC_LOOK = ['GetTopicAttributes', 'ListSubscriptionsByTopic', 'ListTagsForResource'];

const TOPIC_CHANGE = [
  'CreateTopic',
  'DeleteTopic',
  'SetTopicAttributes',
  'Subscribe',
  'TagResource',
  'Unsubscribe',
];

const QUEUE_LOOK = ['GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'];

const QUEUE_CHANGE = ['CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'TagQueue'];

const ACCOUNT_LOOK = ['cloudwatch:DescribeAlarms', 'lambda:GetAccountSettings', 'logs:DescribeLogGroups'];
