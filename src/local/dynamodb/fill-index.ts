import type { Core } from '../internal.ts';
import type { Write } from '../storage.ts';
import type { Engine } from './engine.ts';
import type { Item } from './item.ts';
import { rowKey, type StoredIndex, type StoredTable, type TableStore } from './table-store.ts';

interface Parts {
  readonly core: Core;
  readonly store: TableStore;
  readonly engine: Engine;
}

/** Rows written in one go. */
const BATCH = 500;

/** Puts every item of a table that has the keys of a new index into it. */
export async function fillIndex(
  { core, store, engine }: Parts,
  table: StoredTable,
  index: StoredIndex,
): Promise<void> {
  let batch: Write[] = [];
  for await (const [, item] of store.rows.range({ gte: rowKey(table.id, ''), lt: rowKey(table.id, '~') })) {
    if (!fits(table, index, item)) continue;
    for (const row of await engine.indexRows(table, index, item)) {
      batch.push(store.rows.putting(rowKey(index.id, row.key), row.item as Item));
    }
    if (batch.length < BATCH) continue;
    await core.storage.write(batch);
    batch = [];
  }
  if (batch.length > 0) await core.storage.write(batch);
}

/** An item whose attribute is of another type than the key is left out of the index, as AWS does. */
function fits({ attributes }: StoredTable, { keySchema }: StoredIndex, item: Item): boolean {
  return keySchema.every(({ AttributeName = '' }) => {
    const type = attributes.find((attribute) => attribute.AttributeName === AttributeName)?.AttributeType;
    const value = item[AttributeName]?.[type ?? ''];
    return value !== undefined && value !== '';
  });
}
