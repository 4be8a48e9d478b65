import type * as sdk from '@aws-sdk/client-dynamodb';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import { indexState } from './table-state.ts';
import type { StoredIndex, StoredTable, Throughput } from './table-store.ts';

export function tableArn(name: string): string {
  return `arn:${PARTITION}:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}`;
}

/** What a table's items come to; AWS counts every six hours or so. */
export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

/** A table as DescribeTable tells of it, its indexes as they are at `now`. */
export function describeTable(
  table: StoredTable,
  status: sdk.TableStatus,
  now: number,
  size?: TableSize,
): sdk.TableDescription {
  const { globalIndexes, localIndexes, onDemandThroughput, encryption } = table;
  const onDemand = table.billingMode === 'PAY_PER_REQUEST';
  return {
    AttributeDefinitions: [...table.attributes],
    TableName: table.name,
    KeySchema: [...table.keySchema],
    TableStatus: status,
    CreationDateTime: new Date(table.created),
    ProvisionedThroughput: describeThroughput(table.throughput),
    TableSizeBytes: size?.bytes ?? 0,
    ItemCount: size?.items ?? 0,
    TableArn: tableArn(table.name),
    TableId: table.id,
    ...(onDemand && { BillingModeSummary: describeOnDemand(table) }),
    ...(localIndexes.length > 0 && {
      LocalSecondaryIndexes: localIndexes.map((index) => describeIndex(table.name, index)),
    }),
    ...(globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: globalIndexes.map((index) => ({
        ...describeIndex(table.name, index),
        ...(status === 'CREATING' ? { IndexStatus: status } : indexState(index, now)),
        ProvisionedThroughput: describeThroughput(index.throughput),
        ...(index.onDemandThroughput && { OnDemandThroughput: index.onDemandThroughput }),
      })),
    }),
    ...(encryption && { SSEDescription: encryption }),
    ...(table.tableClassChanged !== undefined && {
      TableClassSummary: {
        TableClass: table.tableClass,
        LastUpdateDateTime: new Date(table.tableClassChanged),
      },
    }),
    ...(onDemandThroughput && { OnDemandThroughput: onDemandThroughput }),
    DeletionProtectionEnabled: table.deletionProtected,
  };
}

function describeOnDemand({ billingMode, onDemandSince }: StoredTable): sdk.BillingModeSummary {
  if (onDemandSince === undefined) return { BillingMode: billingMode };
  return { BillingMode: billingMode, LastUpdateToPayPerRequestDateTime: new Date(onDemandSince) };
}

function describeIndex(table: string, { name, keySchema, projection }: StoredIndex) {
  return {
    IndexName: name,
    KeySchema: [...keySchema],
    Projection: projection,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexArn: `${tableArn(table)}/index/${name}`,
  };
}

function describeThroughput({ read, write }: Throughput): sdk.ProvisionedThroughputDescription {
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits: read, WriteCapacityUnits: write };
}
