import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLE_KEY, TTL_ATTRIBUTE } from '../../handler/record.ts';
import type { CopiedRow, Notebook } from './notebook.ts';

/** How many parts of the table are read at the same time. Fixed, since an interrupted copy goes on with the same. */
const PARTS = 4;

/**
 * Copies into the notebook what counts of every row whose name begins with the prefix, without the tombstones. A
 * copy that was interrupted goes on. `copied` is told of each page.
 */
export async function copyTable(
  dynamodb: DynamoDBClient,
  { table, prefix }: { readonly table: string; readonly prefix: string },
  notebook: Notebook,
  signal: AbortSignal,
  copied: (rows: number) => void,
): Promise<void> {
  await Promise.all(Array.from({ length: PARTS }, (_, part) => copyPart(part)));

  async function copyPart(part: number): Promise<void> {
    const position = await notebook.scanPosition(part);
    if (position === 'end') return;
    const input = {
      TableName: table,
      Segment: part,
      TotalSegments: PARTS,
      ...FACTS,
      ...filter(prefix),
      ...(position && { ExclusiveStartKey: { [TABLE_KEY]: { S: position.after } } }),
    };
    for await (const page of paginateScan({ client: dynamodb }, input, { abortSignal: signal })) {
      const rows = (page.Items ?? []).map(rowOf);
      const after = page.LastEvaluatedKey?.[TABLE_KEY]?.S;
      await notebook.addRows(rows, part, after === undefined ? 'end' : { after });
      copied(rows.length);
    }
  }
}

const NAMES = ['etag', 'size', 'versionId', 'uploadTime', 'status', 'extractor'] as const;

const FACTS = {
  ProjectionExpression: ['#key', ...NAMES.map((name) => `#${name}`)].join(', '),
  ExpressionAttributeNames: {
    '#key': TABLE_KEY,
    '#ttl': TTL_ATTRIBUTE,
    ...Object.fromEntries(NAMES.map((name) => [`#${name}`, name])),
  },
};

function filter(prefix: string) {
  const noTombstone = 'attribute_not_exists(#ttl)';
  if (prefix === '') return { FilterExpression: noTombstone };
  return {
    FilterExpression: `${noTombstone} AND begins_with(#key, :prefix)`,
    ExpressionAttributeValues: { ':prefix': { S: prefix } },
  };
}

function rowOf(item: Record<string, AttributeValue>): CopiedRow {
  const { [TABLE_KEY]: key, ...facts } = unmarshall(item);
  return { key: String(key), ...facts };
}
