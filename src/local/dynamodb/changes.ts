import type { Storage, Table, Write } from '../storage.ts';
import type { Item } from './item.ts';

/** Rows as they will be: reads see what is put here, storage does so only once all is committed together. */
export interface Changes {
  get(key: string): Promise<Item | undefined>;
  put(key: string, item: Item): void;
  delete(key: string): void;
  commit(): Promise<void>;
}

export function gatherChanges(storage: Storage, rows: Table<Item>): Changes {
  const pending = new Map<string, Item | undefined>();
  return {
    get: async (key) => (pending.has(key) ? pending.get(key) : await rows.get(key)),
    put: (key, item) => pending.set(key, item),
    delete: (key) => pending.set(key, undefined),
    async commit() {
      const writes: Write[] = [...pending].map(([key, item]) =>
        item === undefined ? rows.deleting(key) : rows.putting(key, item),
      );
      if (writes.length > 0) await storage.write(writes);
    },
  };
}
