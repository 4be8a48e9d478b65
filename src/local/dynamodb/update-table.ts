import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import type { Engine } from './engine.ts';
import { fillIndex } from './fill-index.ts';
import type { ItemAccess } from './item-access.ts';
import {
  checkAttributesUsed,
  creationOf,
  encryptionOf,
  invalid,
  newIndex,
  refuseOthers,
  throughputOf,
} from './table-settings.ts';
import { busyWithIndexes, checkUpdatable, oneIndexAtATime } from './table-state.ts';
import type { StoredIndex, StoredTable, TableStore } from './table-store.ts';

interface Parts {
  readonly core: Core;
  readonly store: TableStore;
  readonly engine: Engine;
  readonly access: ItemAccess;
}

/** Changes a table. A new index is filled before this resolves, while no item is written. */
export async function updateTable(parts: Parts, input: sdk.UpdateTableInput): Promise<StoredTable> {
  const { core, store, engine, access } = parts;
  refuseOthers(input, SERVED);
  if (Object.keys(input).length < 2) throw nothingToDo();
  return access.together(async () => {
    const table = store.find(input.TableName ?? '');
    const now = core.clock.now();
    checkUpdatable(table, changesIndexes(input), now);
    const changed = withIndexes(withSettings(table, input, now), input);
    await engine.check('createTable', creationOf(changed));
    checkAttributesUsed(changed);
    const added = changed.globalIndexes.filter(({ id }) => !table.globalIndexes.some((old) => old.id === id));
    for (const index of added) await fillIndex(parts, changed, index);
    const updating = busyWithIndexes(changed, added, core.clock.now(), core.realism.tableSettleSeconds);
    store.tables.set(table.name, updating);
    const kept = changed.globalIndexes.map(({ id }) => id);
    store.discard(table.globalIndexes.map(({ id }) => id).filter((id) => !kept.includes(id)));
    return updating;
  });
}

function changesIndexes({ GlobalSecondaryIndexUpdates: updates = [] }: sdk.UpdateTableInput): boolean {
  return updates.some(({ Update }) => Update === undefined);
}

const SERVED = [
  'TableName',
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'DeletionProtectionEnabled',
  'TableClass',
  'OnDemandThroughput',
];

function withSettings(table: StoredTable, input: sdk.UpdateTableInput, now: number): StoredTable {
  const { TableClass, OnDemandThroughput, SSESpecification, DeletionProtectionEnabled } = input;
  const encryption = SSESpecification === undefined ? table.encryption : encryptionOf(SSESpecification);
  return {
    ...withBilling(table, input, now),
    ...(TableClass !== undefined && { tableClass: TableClass, tableClassChanged: now }),
    ...(OnDemandThroughput && { onDemandThroughput: OnDemandThroughput }),
    ...(DeletionProtectionEnabled !== undefined && { deletionProtected: DeletionProtectionEnabled }),
    ...(encryption && { encryption }),
  };
}

function withBilling(table: StoredTable, input: sdk.UpdateTableInput, now: number): StoredTable {
  const { BillingMode = table.billingMode, ProvisionedThroughput } = input;
  if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput !== undefined) {
    throw invalid(
      'One or more parameter values were invalid: ' +
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  const becomesOnDemand = BillingMode === 'PAY_PER_REQUEST' && table.billingMode !== BillingMode;
  return {
    ...table,
    billingMode: BillingMode,
    ...(becomesOnDemand && { onDemandSince: now, throughput: { read: 0, write: 0 } }),
    ...(ProvisionedThroughput && { throughput: throughputOf(ProvisionedThroughput) }),
  };
}

function withIndexes(table: StoredTable, input: sdk.UpdateTableInput): StoredTable {
  const { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions } = input;
  if (updates.filter(({ Update }) => Update === undefined).length > 1) throw oneIndexAtATime();
  const globalIndexes = updates.reduce(withIndexUpdate, table.globalIndexes);
  const schemas = [
    table.keySchema,
    ...[...globalIndexes, ...table.localIndexes].map((index) => index.keySchema),
  ];
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName));
  // Attributes that only a deleted index used go with it.
  const attributes =
    AttributeDefinitions ?? table.attributes.filter(({ AttributeName }) => used.has(AttributeName));
  return { ...table, globalIndexes, attributes };
}

function withIndexUpdate(
  indexes: readonly StoredIndex[],
  { Create, Update, Delete }: sdk.GlobalSecondaryIndexUpdate,
): readonly StoredIndex[] {
  if (Create !== undefined) return [...indexes, newIndex(Create)];
  const name = Update?.IndexName ?? Delete?.IndexName;
  if (name === undefined) throw emptyIndexUpdate();
  if (!indexes.some((index) => index.name === name)) throw noSuchIndex(name);
  if (Delete !== undefined) return indexes.filter((index) => index.name !== name);
  return indexes.map((index) => (index.name === name ? withThroughput(index, Update) : index));
}

function withThroughput(
  index: StoredIndex,
  update: sdk.UpdateGlobalSecondaryIndexAction | undefined,
): StoredIndex {
  const { ProvisionedThroughput, OnDemandThroughput } = update ?? {};
  return {
    ...index,
    ...(ProvisionedThroughput && { throughput: throughputOf(ProvisionedThroughput) }),
    ...(OnDemandThroughput && { onDemandThroughput: OnDemandThroughput }),
  };
}

function nothingToDo(): AwsError {
  return invalid(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or ' +
      'SSESpecification or ReplicaUpdates is required',
  );
}

function emptyIndexUpdate(): AwsError {
  return invalid(
    'One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, ' +
      'GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
  );
}

function noSuchIndex(name: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: No such index ${name} in table`,
  );
}
