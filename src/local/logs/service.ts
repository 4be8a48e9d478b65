import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Core, LogSink, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { logsAccess } from './access.ts';
import { filterEventOperations } from './filter-events.ts';
import { groupArn } from './find-group.ts';
import { getEventOperations } from './get-events.ts';
import { groupOperations } from './group-operations.ts';
import { openLogStore } from './log-store.ts';
import { putEventOperations } from './put-events.ts';
import { enforceRetention } from './retention.ts';
import { INVALID } from './rules.ts';
import { streamOperations } from './stream-operations.ts';
import { tagOperations } from './tag-operations.ts';

export interface Logs {
  readonly service: Service;
  readonly sink: LogSink;
  readonly tagged: TaggedResources;
  start(): void;
  close(): Promise<void>;
}

/** CloudWatch Logs. */
export async function createLogs(core: Core): Promise<Logs> {
  const store = await openLogStore(core);
  const retention = enforceRetention(core, store);
  const service = defineService({
    name: 'logs',
    sdk,
    protocols: { json: awsJson('1.1') },
    validationCode: INVALID,
    operations: {
      ...groupOperations(store),
      ...tagOperations(store),
      ...streamOperations(store),
      ...putEventOperations(store, core.clock),
      ...getEventOperations(store),
      ...filterEventOperations(store),
    },
    access: logsAccess,
  });
  return {
    service,
    sink: store,
    tagged: {
      list: () =>
        [...store.groups.values()].map(({ name, tags }) => ({
          arn: groupArn(name),
          type: 'logs:log-group',
          tags,
        })),
    },
    start() {
      store.start();
      retention.start();
    },
    async close() {
      await retention.close();
      await store.close();
    },
  };
}
