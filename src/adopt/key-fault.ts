import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { TABLE_KEY } from '../../handler/record.ts';

/**
 * What keeps filepipe's function from writing its rows to the table, in words that follow the table's name;
 * undefined when nothing does. A table's key cannot be changed.
 */
export function keyFault({
  KeySchema = [],
  AttributeDefinitions = [],
}: TableDescription): string | undefined {
  const names = KeySchema.map(({ AttributeName = '' }) => AttributeName);
  if (names.length !== 1 || names[0] !== TABLE_KEY) return `has the key ${names.join(', ')}`;
  const type = AttributeDefinitions.find(({ AttributeName }) => AttributeName === TABLE_KEY)?.AttributeType;
  return type === 'S' ? undefined : `has the key ${TABLE_KEY} as type ${type}`;
}
