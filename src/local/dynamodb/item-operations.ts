import type * as sdk from '@aws-sdk/client-dynamodb';
import type { MetricSink } from '../internal.ts';
import type { Operations } from '../service.ts';
import { documentOf, RawJson } from '../wire/json.ts';
import type { Json } from './engine.ts';
import type { ItemAccess } from './item-access.ts';
import { measuring } from './measure.ts';
import { tableName } from './table-store.ts';

/** Reads and writes of items. The engine checks the JSON itself, in AWS's wording. */
export function itemOperations(access: ItemAccess, metrics: MetricSink): Operations<typeof sdk> {
  const measured = measuring(metrics);
  return {
    getItem: (input) => one('GetItem', 'Read', input),
    query: (input) => one('Query', 'Read', input),
    scan: (input) => one('Scan', 'Read', input),
    putItem: (input) => one('PutItem', 'Write', input),
    updateItem: (input) => one('UpdateItem', 'Write', input),
    deleteItem: (input) => one('DeleteItem', 'Write', input),
    batchGetItem: (input) => several('BatchGetItem', 'Read', input),
    batchWriteItem: (input) => several('BatchWriteItem', 'Write', input),
  };

  function one(operation: string, kind: 'Read' | 'Write', input: object): Promise<RawJson> {
    const request = requestOf(input);
    const TableName = tableName(String(request['TableName']));
    return answer(operation, kind, [TableName], { ...request, TableName });
  }

  function several(operation: string, kind: 'Read' | 'Write', input: object): Promise<RawJson> {
    const request = requestOf(input);
    const byName = Object.entries(request['RequestItems'] as Json).map(
      ([name, items]) => [tableName(name), items] as const,
    );
    const tables = byName.map(([name]) => name);
    return answer(operation, kind, tables, { ...request, RequestItems: Object.fromEntries(byName) });
  }

  async function answer(
    operation: string,
    kind: 'Read' | 'Write',
    tables: readonly string[],
    request: Json,
  ): Promise<RawJson> {
    const run = kind === 'Read' ? access.read : access.write;
    const json = await measured({ operation, kind, tables }, request, (asked) =>
      run(actionOf(operation), asked),
    );
    return new RawJson(json);
  }
}

function requestOf(input: object): Json {
  return JSON.parse(documentOf(input)) as Json;
}

/** dynalite's file for an operation. */
function actionOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
