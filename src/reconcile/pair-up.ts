import type { Sides } from './difference.ts';
import type { ListedObject } from './list-objects.ts';
import type { CopiedRow } from './notebook.ts';

/** A name, and what each side has under it: at least one of them something. */
export interface Pair extends Sides {
  readonly key: string;
}

/** Joins two streams by name; both are in the order of the names' UTF-8 bytes. Nothing but the two heads is held. */
export async function* pairUp(
  objects: AsyncIterable<ListedObject>,
  rows: AsyncIterable<CopiedRow>,
): AsyncGenerator<Pair> {
  const left = objects[Symbol.asyncIterator]();
  const right = rows[Symbol.asyncIterator]();
  try {
    let [object, row] = await Promise.all([next(left), next(right)]);
    while (object !== undefined || row !== undefined) {
      const order = compare(object?.key, row?.key);
      yield pairOf(order <= 0 ? object : undefined, order >= 0 ? row : undefined);
      if (order <= 0) object = await next(left);
      if (order >= 0) row = await next(right);
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}

function pairOf(object: ListedObject | undefined, row: CopiedRow | undefined): Pair {
  return { key: object?.key ?? row?.key ?? '', object, row };
}

async function next<T>(iterator: AsyncIterator<T>): Promise<T | undefined> {
  const result = await iterator.next();
  return result.done ? undefined : result.value;
}

/** By UTF-8 bytes, which for names beyond U+FFFF is not the order of JavaScript; an absent name is the last. */
function compare(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
