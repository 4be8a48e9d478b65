import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { Engine, Json } from './engine.ts';
import type { TableSizes } from './expiry.ts';
import type { ItemAccess } from './item-access.ts';
import { describeTable } from './table-description.ts';
import {
  checkAttributesUsed,
  encryptionOf,
  invalid,
  newIndex,
  refuseOthers,
  throughputOf,
} from './table-settings.ts';
import { busy, checkDeletable, statusOf } from './table-state.ts';
import { type StoredTable, type TableStore, tableName } from './table-store.ts';
import { readTags } from './tag-operations.ts';
import { updateTable } from './update-table.ts';

/** Tables are CREATING, UPDATING and DELETING in the answer, and for as long after it as AWS is to take. */
export function tableOperations(
  core: Core,
  store: TableStore,
  engine: Engine,
  access: ItemAccess,
  sizes: TableSizes,
): Operations<typeof sdk> {
  const { tables } = store;
  const { now } = core.clock;
  const { tableSettleSeconds: settleSeconds } = core.realism;

  return {
    async createTable(input) {
      refuseOthers(input, SERVED);
      const name = tableName(input.TableName);
      await engine.check('createTable', { ...plain(input), TableName: name });
      const created = now();
      const table = { ...newTable(name, input, created), ...busy('CREATING', created, settleSeconds) };
      checkAttributesUsed(table);
      if (tables.get(name) !== undefined) {
        throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
      }
      tables.set(name, table);
      return { TableDescription: describeTable(table, 'CREATING', created) };
    },
    describeTable({ TableName }) {
      const table = store.find(TableName);
      const time = now();
      return { Table: describeTable(table, statusOf(table, time), time, sizes.get(table.id)) };
    },
    listTables({ ExclusiveStartTableName: start = '', Limit = 100 }) {
      const names = [...tables.values()].map(({ name }) => name).filter((name) => name > start);
      const page = names.sort().slice(0, Limit);
      const last = page.at(-1);
      return names.length > page.length && last !== undefined
        ? { TableNames: page, LastEvaluatedTableName: last }
        : { TableNames: page };
    },
    async updateTable(input) {
      const table = await updateTable({ core, store, engine, access }, input);
      return { TableDescription: describeTable(table, 'UPDATING', now(), sizes.get(table.id)) };
    },
    deleteTable({ TableName }) {
      const table = store.find(TableName);
      const time = now();
      checkDeletable(table, time);
      if (table.deletionProtected) {
        throw invalid(
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
        );
      }
      if (statusOf(table, time) !== 'DELETING') remove(table);
      return { TableDescription: describeTable(table, 'DELETING', time) };
    },
    describeLimits: () => ({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    }),
  };

  /** The items go at once, the table itself when its time has come. */
  function remove(table: StoredTable): void {
    store.discard([table, ...table.globalIndexes, ...table.localIndexes].map(({ id }) => id));
    if (settleSeconds === 0) {
      tables.delete(table.name);
      return;
    }
    const leaving = { ...table, ...busy('DELETING', now(), settleSeconds) };
    tables.set(table.name, leaving);
    store.forgetLater(leaving);
  }
}

const SERVED = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'TableClass',
  'DeletionProtectionEnabled',
  'SSESpecification',
  'Tags',
];

function newTable(name: string, input: sdk.CreateTableInput, now: number): StoredTable {
  const { BillingMode = 'PROVISIONED', TableClass, OnDemandThroughput, SSESpecification } = input;
  const encryption = encryptionOf(SSESpecification);
  return {
    id: randomUUID(),
    name,
    created: now,
    keySchema: input.KeySchema ?? [],
    attributes: input.AttributeDefinitions ?? [],
    globalIndexes: (input.GlobalSecondaryIndexes ?? []).map(newIndex),
    localIndexes: (input.LocalSecondaryIndexes ?? []).map(newIndex),
    billingMode: BillingMode,
    ...(BillingMode === 'PAY_PER_REQUEST' && { onDemandSince: now }),
    throughput: throughputOf(input.ProvisionedThroughput),
    ...(OnDemandThroughput && { onDemandThroughput: OnDemandThroughput }),
    tableClass: TableClass ?? 'STANDARD',
    ...(TableClass !== undefined && { tableClassChanged: now }),
    deletionProtected: input.DeletionProtectionEnabled ?? false,
    ...(encryption && { encryption }),
    tags: readTags(input.Tags),
  };
}

function plain(input: object): Json {
  return JSON.parse(JSON.stringify(input)) as Json;
}
