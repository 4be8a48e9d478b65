import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Core, LogSink } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { groupOperations } from './group-operations.ts';
import { openLogStore } from './log-store.ts';

export interface Logs {
  readonly service: Service;
  readonly sink: LogSink;
  start(): void;
  close(): Promise<void>;
}

/** CloudWatch Logs. */
export async function createLogs(core: Core): Promise<Logs> {
  const store = await openLogStore(core);
  const service = defineService({
    name: 'logs',
    sdk,
    protocols: { json: awsJson('1.1') },
    validationCode: 'InvalidParameterException',
    operations: { ...groupOperations(store) },
  });
  return {
    service,
    sink: store,
    start: () => store.start(),
    close: () => store.events.flushed(),
  };
}
