import * as sdk from '@aws-sdk/client-cloudwatch';
import type { Core, MetricSink, TopicPublisher } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { rpcCbor } from '../wire/rpc-cbor.ts';
import { distributionOf } from './distribution.ts';
import { openMetricStore } from './metric-store.ts';

export interface CloudWatch {
  readonly service: Service;
  readonly sink: MetricSink;
  start(): void;
  close(): Promise<void>;
}

/** CloudWatch's metrics, alarms and dashboards. */
export async function createCloudWatch(
  core: Core,
  _ports: { readonly topics: TopicPublisher },
): Promise<CloudWatch> {
  const store = await openMetricStore(core, () => {});
  const service = defineService({
    name: 'monitoring',
    sdk,
    protocols: {
      query: awsQuery('http://monitoring.amazonaws.com/doc/2010-08-01/'),
      json: awsJson('1.0'),
      cbor: rpcCbor,
    },
    validationCode: 'ValidationError',
    operations: {},
  });
  return {
    service,
    sink: {
      put({ value, unit, ...metric }) {
        const time = core.clock.now();
        store.record({ metric, time, unit, distribution: distributionOf(value), resolution: 60 });
      },
    },
    start: () => store.start(),
    close: () => store.close(),
  };
}
