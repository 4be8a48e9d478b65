import type { AttributeDefinition, KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import { TABLE_KEY, TIME_INDEX, TIME_INDEX_PARTITION, TIME_INDEX_SORT } from '../../../handler/record.ts';

/** The index that answers "newest first", as far as it cannot be changed once it is there. */
export interface TimeIndex {
  /** As `partition S, sort S`. */
  readonly key: string;
  readonly projection: string | undefined;
}

/** The table's key, as `keyText` writes it. */
export const wantedKey = `${TABLE_KEY} S`;

export const wantedTimeIndex: TimeIndex = {
  key: `${TIME_INDEX_PARTITION} S, ${TIME_INDEX_SORT} S`,
  projection: 'ALL',
};

/** The attributes of both keys, which DynamoDB wants to know together. */
export const keyAttributes = [
  { AttributeName: TABLE_KEY, AttributeType: 'S' as const },
  { AttributeName: TIME_INDEX_PARTITION, AttributeType: 'S' as const },
  { AttributeName: TIME_INDEX_SORT, AttributeType: 'S' as const },
];

/** The time index in DynamoDB's own words. */
export const timeIndex = {
  IndexName: TIME_INDEX,
  KeySchema: [
    { AttributeName: TIME_INDEX_PARTITION, KeyType: 'HASH' as const },
    { AttributeName: TIME_INDEX_SORT, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
};

/** The table's time index as it is; undefined when there is none. */
export function timeIndexOf({
  GlobalSecondaryIndexes = [],
  AttributeDefinitions,
}: TableDescription): TimeIndex | undefined {
  const found = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === TIME_INDEX);
  if (found === undefined) return undefined;
  return {
    key: keyText(found.KeySchema, AttributeDefinitions),
    projection: found.Projection?.ProjectionType,
  };
}

/** A key with the types of its attributes: `filename S`. */
export function keyText(
  schema: readonly KeySchemaElement[] = [],
  definitions: readonly AttributeDefinition[] = [],
): string {
  const typeOf = (name: string | undefined) =>
    definitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return schema.map(({ AttributeName }) => `${AttributeName} ${typeOf(AttributeName)}`).join(', ');
}
