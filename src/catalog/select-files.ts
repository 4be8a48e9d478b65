import { findDuplicates } from './find-duplicates.ts';
import type { Condition } from './parse-condition.ts';
import type { ListedFile } from './query-files.ts';
import { type Sorting, sortFiles } from './sort-files.ts';

export interface Selection {
  readonly condition?: Condition | undefined;
  /** Only files whose bytes another one has that fulfils the condition, too. */
  readonly duplicates: boolean;
  readonly sorting?: Omit<Sorting, 'limit'> | undefined;
  readonly limit?: number | undefined;
}

/** The first `limit` files that are wanted, in the order in which they come unless they are to be sorted. */
export async function* selectFiles(
  files: AsyncIterable<ListedFile>,
  { condition = () => true, duplicates, sorting, limit }: Selection,
): AsyncGenerator<ListedFile> {
  const wanted = fulfilling(files, condition);
  const found = duplicates ? findDuplicates(wanted) : wanted;
  yield* first(sorting === undefined ? found : sortFiles(found, { ...sorting, limit }), limit);
}

async function* fulfilling(
  files: AsyncIterable<ListedFile>,
  condition: Condition,
): AsyncGenerator<ListedFile> {
  for await (const file of files) if (condition(file)) yield file;
}

async function* first(
  files: AsyncIterable<ListedFile>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<ListedFile> {
  let count = 0;
  for await (const file of files) {
    yield file;
    count += 1;
    if (count >= limit) return;
  }
}
