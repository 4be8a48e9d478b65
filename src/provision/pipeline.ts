import type { Clients } from '../clients.ts';
import type { Resource } from './engine/resource.ts';
import { type Step, type StepDetails, stepOf } from './engine/step.ts';
import { alarmArn, apiGatewayArn, arnsOf, managedPolicyArn, namesOf, type Place } from './names.ts';
import { ownerTags } from './ownership.ts';
import {
  alarmsPublishStatement,
  apiGatewayTrust,
  apiPolicy,
  failureHandoverPolicy,
  functionPolicy,
  lambdaTrust,
  queryPolicy,
  tlsOnlyStatement,
  walkthroughPolicies,
} from './policies.ts';
import { alarm } from './resources/alarm.ts';
import { alarmRules } from './resources/alarm-rules.ts';
import { apiDefinition } from './resources/api-definition.ts';
import { apiKey } from './resources/api-key.ts';
import { asyncInvoke } from './resources/async-invoke.ts';
import { bucket } from './resources/bucket.ts';
import type { CodeArchive } from './resources/code-archive.ts';
import { dashboard } from './resources/dashboard.ts';
import { dashboardBody } from './resources/dashboard-body.ts';
import { failureQueue } from './resources/failure-queue.ts';
import { lambdaFunction } from './resources/function.ts';
import { invokePermission } from './resources/invoke-permission.ts';
import { logGroup } from './resources/log-group.ts';
import { notification } from './resources/notification.ts';
import { restApi } from './resources/rest-api.ts';
import { role } from './resources/role.ts';
import { subscription } from './resources/subscription.ts';
import { table } from './resources/table.ts';
import { topic } from './resources/topic.ts';
import { settingTags } from './setting-tags.ts';
import type { Settings } from './settings.ts';

/** Everything an install consists of, each step after all that it depends on. Nothing is called yet. */
export function pipeline(aws: Clients, place: Place, settings: Settings, code: CodeArchive): readonly Step[] {
  const { install, overrides, extraPolicy, alarmEmail, formerAlarmEmail } = settings;
  const { accountId } = place;
  const names = namesOf(place, settings);
  const arns = arnsOf(place, names);
  const tags = ownerTags(install);
  const walkthrough = settings.policies === 'walkthrough';
  const step = <Spec, Live>(resource: Resource<Clients, Spec, Live>, details: StepDetails<Spec, Live>) =>
    stepOf(aws, install, resource, details);
  const mail = (name: string, email: string | undefined, wanted: boolean) =>
    email === undefined || email === 'none'
      ? []
      : [
          step(subscription, {
            name,
            physicalName: email,
            arnOf: (live) => live.arn,
            after: ['alarm topic'],
            wanted,
            spec: { topicArn: arns.topic, email },
          }),
        ];
  const formerMail = mail('former alarm mail', formerAlarmEmail, false);

  return [
    step(bucket, {
      name: 'bucket',
      physicalName: names.bucket,
      arn: arns.bucket,
      holdsData: true,
      borrowable: overrides.bucket !== undefined,
      spec: {
        name: names.bucket,
        accountId,
        tags,
        policyStatement: tlsOnlyStatement(arns),
        abortUploadsAfterDays: 7,
      },
    }),
    step(table, {
      name: 'table',
      physicalName: names.table,
      arn: arns.table,
      holdsData: true,
      spec: { name: names.table, arn: arns.table, tags },
    }),
    step(role, {
      name: 'function role',
      physicalName: names.functionRole,
      arn: arns.functionRole,
      spec: {
        name: names.functionRole,
        description: 'What the function of a filepipe install may do',
        tags,
        trust: lambdaTrust,
        inlinePolicies: {
          filepipe: walkthrough ? failureHandoverPolicy(arns) : functionPolicy(arns),
          ...(extraPolicy === undefined
            ? {}
            : { 'filepipe-extra': extraPolicy === 'none' ? undefined : extraPolicy }),
        },
        managedPolicies: Object.fromEntries(
          walkthroughPolicies.map((policy) => [managedPolicyArn(place, policy), walkthrough]),
        ),
      },
    }),
    step(role, {
      name: 'api role',
      physicalName: names.apiRole,
      arn: arns.apiRole,
      spec: {
        name: names.apiRole,
        description: 'What the upload API of a filepipe install may do',
        tags,
        trust: apiGatewayTrust,
        inlinePolicies: { filepipe: apiPolicy(arns) },
        managedPolicies: {},
      },
    }),
    step(role, {
      name: 'query role',
      physicalName: names.queryRole,
      arn: arns.queryRole,
      spec: {
        name: names.queryRole,
        description: 'What the query API of a filepipe install may do',
        tags,
        trust: apiGatewayTrust,
        inlinePolicies: { filepipe: queryPolicy(arns) },
        managedPolicies: {},
      },
    }),
    step(failureQueue, {
      name: 'failure queue',
      physicalName: names.failureQueue,
      arn: arns.failureQueue,
      spec: { name: names.failureQueue, tags, retentionSeconds: 14 * 24 * 60 * 60 },
    }),
    step(logGroup, {
      name: 'log group',
      physicalName: names.logGroup,
      arn: arns.logGroup,
      spec: { name: names.logGroup, arn: arns.logGroup, tags, retentionDays: settings.logRetentionDays },
    }),
    step(topic, {
      name: 'alarm topic',
      physicalName: names.topic,
      arn: arns.topic,
      spec: {
        name: names.topic,
        arn: arns.topic,
        tags,
        policyStatement: alarmsPublishStatement(place, arns),
      },
    }),
    // The function comes after it: once its tags name another address this one is forgotten.
    ...formerMail,
    step(lambdaFunction, {
      name: 'function',
      physicalName: names.function,
      arn: arns.function,
      after: ['function role', 'log group', ...formerMail.map(({ name }) => name)],
      spec: {
        name: names.function,
        arn: arns.function,
        tags,
        settingTags: settingTags(settings),
        code,
        configuration: {
          roleArn: arns.functionRole,
          memoryMb: settings.memoryMb,
          timeoutSeconds: settings.timeoutSeconds,
          environment: {
            BUCKET_NAME: names.bucket,
            TABLE_NAME: names.table,
            TOMBSTONE_DAYS: String(settings.tombstoneDays),
            TIME_SHARDS: String(settings.timeShards),
          },
          runtime: 'nodejs24.x',
          handler: 'index.handler',
          description: 'Keeps a record of every file in the bucket',
          logFormat: 'Text',
        },
      },
    }),
    step(asyncInvoke, {
      name: 'event retries',
      physicalName: names.function,
      after: ['function', 'failure queue'],
      spec: {
        functionName: names.function,
        delivery: { retries: 2, maxAgeSeconds: 6 * 60 * 60, failureQueueArn: arns.failureQueue },
      },
    }),
    step(invokePermission, {
      name: 'invoke permission',
      physicalName: names.invokeStatement,
      after: ['function'],
      spec: {
        functionName: names.function,
        functionArn: arns.function,
        statementId: names.invokeStatement,
        bucketArn: arns.bucket,
        accountId,
      },
    }),
    // The table comes first: the first event may arrive at once.
    step(notification, {
      name: 'trigger',
      physicalName: names.notificationId,
      after: ['bucket', 'table', 'invoke permission', 'event retries'],
      wanted: settings.trigger === 'all',
      spec: { bucket: names.bucket, accountId, id: names.notificationId, functionArn: arns.function },
    }),
    step(restApi, {
      name: 'api',
      physicalName: names.restApi,
      arnOf: ({ id }) => apiGatewayArn(place, `restapis/${id}`),
      after: ['bucket', 'api role', 'query role'],
      spec: {
        name: names.restApi,
        stage: names.stage,
        tags,
        definition: apiDefinition(place, names, arns, settings),
      },
    }),
    step(apiKey, {
      name: 'api key',
      physicalName: names.apiKey,
      arnOf: ({ keyId }) => (keyId === undefined ? undefined : apiGatewayArn(place, `apikeys/${keyId}`)),
      after: ['api'],
      wanted: settings.apiAuth === 'key',
      spec: { name: names.apiKey, restApi: names.restApi, stage: names.stage, tags },
    }),
    ...mail('alarm mail', alarmEmail, true),
    ...Object.entries(alarmRules(names, settings.alarms)).map(([kind, rule]) => {
      const name = `${names.alarmPrefix}${kind}`;
      const arn = alarmArn(place, name);
      return step(alarm, {
        name: `alarm ${kind}`,
        physicalName: name,
        arn,
        after: ['alarm topic'],
        spec: { name, arn, tags, topicArn: arns.topic, rule },
      });
    }),
    step(dashboard, {
      name: 'dashboard',
      physicalName: names.dashboard,
      arn: arns.dashboard,
      spec: { name: names.dashboard, body: dashboardBody(place, names, install) },
    }),
  ];
}
