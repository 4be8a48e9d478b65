import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { Json } from './engine.ts';
import type { StoredIndex, StoredTable, Throughput } from './table-store.ts';

/** Refuses the members of a request that ask for what is not done here. */
export function refuseOthers(request: object, served: readonly string[]): void {
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || served.includes(name) || isOff(value)) continue;
    throw invalid(`The embedded AWS does not serve ${name}`);
  }
}

/** `StreamSpecification: { StreamEnabled: false }` asks for nothing. */
function isOff(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'StreamEnabled') === false;
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** Every defined attribute must be in some key. */
export function checkAttributesUsed({
  attributes,
  keySchema,
  globalIndexes,
  localIndexes,
}: StoredTable): void {
  const schemas = [keySchema, ...[...globalIndexes, ...localIndexes].map((index) => index.keySchema)];
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName));
  const defined = attributes.map(({ AttributeName }) => AttributeName);
  if (defined.every((name) => used.has(name))) return;
  throw invalid(
    'One or more parameter values were invalid: Some AttributeDefinitions are not used. ' +
      `AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}

/** The request that would create the table as it is to be, for the engine to check. */
export function creationOf(table: StoredTable): Json {
  const provisioned = table.billingMode === 'PROVISIONED';
  const throughput = ({ read, write }: Throughput) =>
    provisioned ? { ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write } } : {};
  const indexes = table.globalIndexes.map((index) => ({
    IndexName: index.name,
    KeySchema: index.keySchema,
    Projection: index.projection,
    ...throughput(index.throughput),
  }));
  return {
    TableName: table.name,
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
    BillingMode: table.billingMode,
    ...throughput(table.throughput),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

export function newIndex(index: sdk.GlobalSecondaryIndex | sdk.LocalSecondaryIndex): StoredIndex {
  const { ProvisionedThroughput, OnDemandThroughput }: Partial<sdk.GlobalSecondaryIndex> = index;
  return {
    id: randomUUID(),
    name: index.IndexName ?? '',
    keySchema: index.KeySchema ?? [],
    projection: index.Projection ?? {},
    throughput: throughputOf(ProvisionedThroughput),
    ...(OnDemandThroughput && { onDemandThroughput: OnDemandThroughput }),
  };
}

export function throughputOf(throughput: sdk.ProvisionedThroughput | undefined): Throughput {
  return { read: throughput?.ReadCapacityUnits ?? 0, write: throughput?.WriteCapacityUnits ?? 0 };
}

/** Undefined for AWS's own key, which tables are encrypted with anyway. */
export function encryptionOf(wanted: sdk.SSESpecification | undefined): sdk.SSEDescription | undefined {
  if (wanted?.KMSMasterKeyId !== undefined) throw invalid('The embedded AWS has no KMS keys');
  if (!wanted?.Enabled) return undefined;
  const key = `arn:${PARTITION}:kms:${REGION}:${ACCOUNT_ID}:alias/aws/dynamodb`;
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key };
}
