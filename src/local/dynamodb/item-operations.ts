import type * as sdk from '@aws-sdk/client-dynamodb';
import type { Operations } from '../service.ts';
import { documentOf, RawJson } from '../wire/json.ts';
import type { Json } from './engine.ts';
import type { ItemAccess } from './item-access.ts';
import { tableName } from './table-store.ts';

/** Reads and writes of items. The engine checks the JSON itself, in AWS's wording. */
export function itemOperations(access: ItemAccess): Operations<typeof sdk> {
  return {
    getItem: (input) => one('GetItem', input, access.read),
    query: (input) => one('Query', input, access.read),
    scan: (input) => one('Scan', input, access.read),
    putItem: (input) => one('PutItem', input, access.write),
    updateItem: (input) => one('UpdateItem', input, access.write),
    deleteItem: (input) => one('DeleteItem', input, access.write),
    batchGetItem: (input) => several('BatchGetItem', input, access.read),
    batchWriteItem: (input) => several('BatchWriteItem', input, access.write),
  };

  async function one(operation: string, input: object, run: ItemAccess['read']): Promise<RawJson> {
    const request = requestOf(input);
    const TableName = tableName(String(request['TableName']));
    const task = () => run(actionOf(operation), { ...request, TableName });
    return new RawJson(await access.timed(operation, [TableName], task));
  }

  async function several(operation: string, input: object, run: ItemAccess['read']): Promise<RawJson> {
    const request = requestOf(input);
    const byName = Object.entries(request['RequestItems'] as Json).map(
      ([name, it]) => [tableName(name), it] as const,
    );
    const names = byName.map(([name]) => name);
    const task = () => run(actionOf(operation), { ...request, RequestItems: Object.fromEntries(byName) });
    return new RawJson(await access.timed(operation, names, task));
  }
}

function requestOf(input: object): Json {
  return JSON.parse(documentOf(input)) as Json;
}

/** dynalite's file for an operation. */
function actionOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
