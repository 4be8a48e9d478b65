import type * as sdk from '@aws-sdk/client-cloudwatch';
import type { Need } from '../access/need.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudWatchAccess: AccessTable<typeof sdk> = {
  putMetricData: ({ Namespace }) => ({
    ...onMetrics('PutMetricData')(),
    context: { 'cloudwatch:namespace': [Namespace] },
  }),
  getMetricStatistics: onMetrics('GetMetricStatistics'),
  getMetricData: onMetrics('GetMetricData'),
  listMetrics: onMetrics('ListMetrics'),
  putMetricAlarm: ({ AlarmName, Tags }) => [
    onAlarm('PutMetricAlarm', AlarmName),
    ...(Tags?.length ? [onAlarm('TagResource', AlarmName)] : []),
  ],
  deleteAlarms: onAlarms('DeleteAlarms'),
  enableAlarmActions: onAlarms('EnableAlarmActions'),
  disableAlarmActions: onAlarms('DisableAlarmActions'),
  setAlarmState: ({ AlarmName }) => onAlarm('SetAlarmState', AlarmName),
  // Whichever alarms are asked for.
  describeAlarms: () => onAlarm('DescribeAlarms', '*'),
  describeAlarmsForMetric: () => onAlarm('DescribeAlarmsForMetric', '*'),
  describeAlarmHistory: ({ AlarmName = '*' }) => onAlarm('DescribeAlarmHistory', AlarmName),
  putDashboard: ({ DashboardName }) => onDashboard('PutDashboard', DashboardName),
  getDashboard: ({ DashboardName }) => onDashboard('GetDashboard', DashboardName),
  listDashboards: () => onDashboard('ListDashboards', '*'),
  deleteDashboards: ({ DashboardNames }) =>
    DashboardNames.map((name) => onDashboard('DeleteDashboards', name)),
  tagResource: onArn('TagResource'),
  untagResource: onArn('UntagResource'),
  listTagsForResource: onArn('ListTagsForResource'),
};

/** Metrics have no ARNs. */
function onMetrics(action: string) {
  return (): Need => ({ action: `cloudwatch:${action}`, resource: '*' });
}

function onAlarm(action: string, name: string): Need {
  const resource = `arn:${PARTITION}:cloudwatch:${REGION}:${ACCOUNT_ID}:alarm:${name}`;
  return { action: `cloudwatch:${action}`, resource };
}

function onAlarms(action: string) {
  return ({ AlarmNames }: { readonly AlarmNames: readonly string[] }): Need[] =>
    AlarmNames.map((name) => onAlarm(action, name));
}

/** Dashboards belong to no Region. */
function onDashboard(action: string, name: string): Need {
  const resource = `arn:${PARTITION}:cloudwatch::${ACCOUNT_ID}:dashboard/${name}`;
  return { action: `cloudwatch:${action}`, resource };
}

function onArn(action: string) {
  return ({ ResourceARN }: { readonly ResourceARN: string }): Need => ({
    action: `cloudwatch:${action}`,
    resource: ResourceARN,
  });
}
