import * as sdk from '@aws-sdk/client-dynamodb';
import type { Core, MetricSink, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { dynamoDbAccess } from './access.ts';
import { createEngine } from './engine.ts';
import { expireItems } from './expiry.ts';
import { createItemAccess } from './item-access.ts';
import { itemOperations } from './item-operations.ts';
import { recoveryOperations } from './recovery-operations.ts';
import { tableArn } from './table-description.ts';
import { tableOperations } from './table-operations.ts';
import { openTableStore } from './table-store.ts';
import { tagOperations } from './tag-operations.ts';
import { timeToLiveOperations } from './time-to-live-operations.ts';
import { transactionOperations } from './transaction-operations.ts';

export interface DynamoDb {
  readonly service: Service;
  readonly tagged: TaggedResources;
  start(): void;
  close(): Promise<void>;
}

/** DynamoDB: dynalite's checks and expressions on our own tables and storage. */
export async function createDynamoDb(core: Core, metrics: MetricSink): Promise<DynamoDb> {
  const store = await openTableStore(core);
  const engine = createEngine(core, store);
  const access = createItemAccess(engine);
  const expiry = expireItems(core, store, access);
  const service = defineService({
    name: 'dynamodb',
    sdk,
    protocols: { json: awsJson('1.0') },
    validationCode: 'ValidationException',
    operations: {
      ...itemOperations(access, metrics),
      ...transactionOperations(access, core.clock),
      ...tableOperations(core, store, engine, access, expiry.sizes),
      ...tagOperations(core.clock, store),
      ...timeToLiveOperations(core, store),
      ...recoveryOperations(core.clock, store),
    },
    access: dynamoDbAccess,
  });
  return {
    service,
    tagged: {
      list: () =>
        [...store.tables.values()].map(({ name, tags }) => ({
          arn: tableArn(name),
          type: 'dynamodb:table',
          tags,
        })),
    },
    start() {
      store.start();
      expiry.start();
    },
    async close() {
      await expiry.close();
      await store.close();
    },
  };
}
