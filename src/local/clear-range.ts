import type { Range, Storage, Table, Write } from './storage.ts';

/** Keys deleted in one go. */
const BATCH = 1000;

/** Deletes every entry of a range, some at a time; a kill in between leaves the rest. */
export async function clearRange<V>(storage: Storage, table: Table<V>, range: Range): Promise<void> {
  let batch: Write[] = [];
  for await (const [key] of table.range(range)) {
    batch.push(table.deleting(key));
    if (batch.length < BATCH) continue;
    await storage.write(batch);
    batch = [];
  }
  if (batch.length > 0) await storage.write(batch);
}
