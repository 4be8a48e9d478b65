import * as sdk from '@aws-sdk/client-cloudwatch';
import type { Core, MetricSink, TaggedResources, TopicPublisher } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import type { Collection } from '../storage.ts';
import { awsJson } from '../wire/aws-json.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { rpcCbor } from '../wire/rpc-cbor.ts';
import { cloudWatchAccess } from './access.ts';
import { openAlarmActions } from './alarm-actions.ts';
import { openAlarmHistory } from './alarm-history.ts';
import { alarmOperations } from './alarm-operations.ts';
import { alarmArn, type StoredAlarm } from './alarm-store.ts';
import { watchAlarms } from './alarm-watch.ts';
import { dashboardOperations } from './dashboard-operations.ts';
import { describeAlarmOperations } from './describe-alarms.ts';
import { distributionOf } from './distribution.ts';
import { getMetricDataOperation } from './get-metric-data.ts';
import { getMetricStatisticsOperation } from './get-metric-statistics.ts';
import { listMetricsOperation } from './list-metrics.ts';
import { VALIDATION } from './metric-id.ts';
import { openMetricStore } from './metric-store.ts';
import { putMetricDataOperation } from './put-metric-data.ts';
import { tagOperations } from './tag-operations.ts';

export interface CloudWatch {
  readonly service: Service;
  readonly sink: MetricSink;
  readonly tagged: TaggedResources;
  start(): void;
  close(): Promise<void>;
}

interface Ports {
  readonly topics: TopicPublisher;
}

/** CloudWatch's metrics, alarms and dashboards. */
export async function createCloudWatch(core: Core, { topics }: Ports): Promise<CloudWatch> {
  const { clock } = core;
  const metrics = await openMetricStore(core, (id) => watch.noticeDatum(id));
  const alarms: Collection<StoredAlarm> = await core.storage.collection('cloudwatch/alarms');
  const history = await openAlarmHistory(core);
  const actions = await openAlarmActions(core, topics, history);
  const watch = watchAlarms({ core, alarms, metrics, history, actions });
  const service = defineService({
    name: 'monitoring',
    sdk,
    protocols: {
      query: awsQuery('http://monitoring.amazonaws.com/doc/2010-08-01/'),
      json: awsJson('1.0'),
      cbor: rpcCbor,
    },
    validationCode: VALIDATION,
    operations: {
      ...putMetricDataOperation(metrics, clock),
      ...getMetricStatisticsOperation(metrics),
      ...getMetricDataOperation(metrics),
      ...listMetricsOperation(metrics, clock),
      ...alarmOperations({ clock, alarms, metrics, history, watch }),
      ...describeAlarmOperations(alarms, history),
      ...tagOperations(alarms),
      ...(await dashboardOperations(core)),
    },
    access: cloudWatchAccess,
  });
  return {
    service,
    sink: {
      put({ value, unit, ...metric }) {
        const time = clock.now();
        metrics.record({ metric, time, unit, distribution: distributionOf(value), resolution: 60 });
      },
    },
    tagged: {
      list: () =>
        [...alarms.values()].map(({ settings, tags }) => ({
          arn: alarmArn(settings.AlarmName),
          type: 'cloudwatch:alarm',
          tags,
        })),
    },
    start() {
      metrics.start();
      actions.start();
      watch.start();
    },
    async close() {
      watch.close();
      await actions.close();
      await metrics.close();
    },
  };
}
