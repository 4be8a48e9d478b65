import type { Timer } from '../clock.ts';
import type { Core } from '../internal.ts';
import type { Item } from './item.ts';
import { type ItemAccess, isConditionFailure } from './item-access.ts';
import type { TableSize } from './table-description.ts';
import { servesItems } from './table-state.ts';
import { rowKey, type StoredTable, type TableStore } from './table-store.ts';

/** Sizes by table id, as of the last look. */
export type TableSizes = ReadonlyMap<string, TableSize>;

export interface Expiry {
  readonly sizes: TableSizes;
  start(): void;
  close(): Promise<void>;
}

/** AWS takes up to two days to delete what has expired. */
const LOOK_EVERY_MILLISECONDS = 10 * 60 * 1000;

/** Not while everything else starts. */
const FIRST_LOOK_MILLISECONDS = 5000;

/** AWS leaves alone what expired longer ago, lest a wrong unit deletes everything. */
const LONG_PAST_SECONDS = 5 * 365 * 24 * 3600;

/** Looks through every table now and then: deletes what has expired, and measures. */
export function expireItems({ clock, onFault }: Core, store: TableStore, access: ItemAccess): Expiry {
  const sizes = new Map<string, TableSize>();
  let timer: Timer | undefined;
  let looking: Promise<void> = Promise.resolve();
  let closed = false;

  function look(): void {
    looking = lookThrough().catch(onFault);
    timer = clock.after(LOOK_EVERY_MILLISECONDS, look);
  }

  async function lookThrough(): Promise<void> {
    for (const table of [...store.tables.values()]) await lookThroughTable(table);
  }

  async function lookThroughTable(table: StoredTable): Promise<void> {
    if (!servesItems(table, clock.now())) return;
    const size = { items: 0, bytes: 0 };
    for await (const [, item] of store.rows.range({ gte: rowKey(table.id, ''), lt: rowKey(table.id, '~') })) {
      if (closed) return;
      if (await expire(table, item)) continue;
      size.items++;
      size.bytes += JSON.stringify(item).length;
    }
    sizes.set(table.id, size);
  }

  /** Whether the item has expired; it is deleted unless it has been changed meanwhile. */
  async function expire(table: StoredTable, item: Item): Promise<boolean> {
    const attribute = table.timeToLive?.enabled ? table.timeToLive.attribute : undefined;
    const expires = attribute === undefined ? undefined : item[attribute]?.['N'];
    const now = clock.now() / 1000;
    if (attribute === undefined || expires === undefined) return false;
    if (Number(expires) > now || Number(expires) < now - LONG_PAST_SECONDS) return false;
    const request = {
      TableName: table.name,
      Key: access.keyOf({ TableName: table.name, Item: item }),
      ConditionExpression: '#expires = :expires',
      ExpressionAttributeNames: { '#expires': attribute },
      ExpressionAttributeValues: { ':expires': { N: expires } },
    };
    await access.write('deleteItem', request).catch((error: unknown) => {
      if (!isConditionFailure(error)) throw error;
    });
    return true;
  }

  return {
    sizes,
    start() {
      timer = clock.after(FIRST_LOOK_MILLISECONDS, look);
    },
    async close() {
      closed = true;
      timer?.cancel();
      await looking;
    },
  };
}
