import { Readable } from 'node:stream';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Range } from '../storage.ts';
import type { Changes } from './changes.ts';
import type { Item } from './item.ts';
import { servesItems } from './table-state.ts';
import { rowKey, type StoredIndex, type StoredTable, type TableStore } from './table-store.ts';

type Done = (error: unknown, value?: unknown) => void;

/** DynamoDB's own limit. */
const MAX_ITEM_BYTES = 400 * 1024;

/**
 * What dynalite's actions take for their database: our tables, our rows, writes gathered in `changes`.
 * Each method calls back like one of LevelDB; an error thrown by a callback goes to `onThrow`.
 */
export function engineStore(
  store: TableStore,
  clock: Clock,
  changes: Changes,
  onThrow: (error: unknown) => void,
) {
  return {
    options: { maxItemSize: MAX_ITEM_BYTES },
    tableDb: {},
    getTable(name: string, ...rest: readonly unknown[]) {
      const done = rest.at(-1) as Done;
      const table = store.tables.get(name);
      if (table === undefined || !servesItems(table, clock.now()))
        done(new AwsError('ResourceNotFoundException', 'Requested resource not found'));
      else done(null, engineTable(table));
    },
    getItemDb(name: string) {
      const table = store.find(name);
      return {
        ...rowsOf(table.id),
        put: (key: string, item: Item, done: Done) => putItem(table, key, item, done),
      };
    },
    getIndexDb(_kind: string, name: string, indexName: string) {
      const { globalIndexes, localIndexes } = store.find(name);
      const index = [...globalIndexes, ...localIndexes].find((other) => other.name === indexName);
      return rowsOf(index?.id ?? indexName);
    },
  };

  function putItem(table: StoredTable, key: string, item: Item, done: Done): void {
    const fault = indexKeyFault(table, item);
    if (fault === undefined) changes.put(rowKey(table.id, key), item);
    queueMicrotask(() => guarded(() => done(fault ?? null)));
  }

  function rowsOf(id: string) {
    return {
      // Writers are one at a time already.
      lock: (_key: string, run: (release: (done: Done) => Done) => void) => run((done) => done),
      get(key: string, done: Done) {
        changes.get(rowKey(id, key)).then(
          (item) => guarded(() => done(null, item)),
          (error: unknown) => guarded(() => done(error)),
        );
      },
      put(key: string, item: Item, done: Done) {
        changes.put(rowKey(id, key), item);
        queueMicrotask(() => guarded(() => done(null)));
      },
      del(key: string, done: Done) {
        changes.delete(rowKey(id, key));
        queueMicrotask(() => guarded(() => done(null)));
      },
      createValueStream: (range: Range) => Readable.from(values(id, range)),
    };
  }

  async function* values(id: string, range: Range): AsyncIterable<Item> {
    for await (const [, item] of store.rows.range(within(id, range))) yield item;
  }

  function guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      onThrow(error);
    }
  }
}

/** A table as dynalite reads it. */
export function engineTable({ name, keySchema, attributes, globalIndexes, localIndexes }: StoredTable) {
  return {
    TableName: name,
    TableStatus: 'ACTIVE',
    KeySchema: keySchema,
    AttributeDefinitions: attributes,
    GlobalSecondaryIndexes: globalIndexes.map(engineIndex),
    LocalSecondaryIndexes: localIndexes.map(engineIndex),
  };
}

export function engineIndex({ name, keySchema, projection }: StoredIndex) {
  return { IndexName: name, KeySchema: keySchema, Projection: projection };
}

function within(id: string, { gt, gte, lt, lte, limit, reverse }: Range): Range {
  const low = gt === undefined ? { gte: rowKey(id, gte ?? '') } : { gt: rowKey(id, gt) };
  const high = lte === undefined ? { lt: rowKey(id, lt ?? '~') } : { lte: rowKey(id, lte) };
  return { ...low, ...high, limit: limit ?? -1, reverse: reverse ?? false };
}

/** An attribute that is some index's key must not be empty. */
function indexKeyFault({ globalIndexes, localIndexes }: StoredTable, item: Item): AwsError | undefined {
  for (const { name, keySchema } of [...globalIndexes, ...localIndexes]) {
    const empty = keySchema.find(({ AttributeName = '' }) => {
      const { S, B } = item[AttributeName] ?? {};
      return S === '' || B === '';
    });
    if (empty?.AttributeName === undefined) continue;
    const kind = item[empty.AttributeName]?.['S'] === '' ? 'string' : 'binary';
    return new AwsError(
      'ValidationException',
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
        `The AttributeValue for a key attribute cannot contain an empty ${kind} value. ` +
        `IndexName: ${name}, IndexKey: ${empty.AttributeName}`,
    );
  }
  return undefined;
}
