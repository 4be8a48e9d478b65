import type { Condition } from './parse-condition.ts';
import type { ListedFile } from './query-files.ts';

/** The first `limit` files that fulfil the condition; all others are read and passed over. */
export async function* selectFiles(
  files: AsyncIterable<ListedFile>,
  condition: Condition = () => true,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<ListedFile> {
  let count = 0;
  for await (const file of files) {
    if (!condition(file)) continue;
    yield file;
    count += 1;
    if (count >= limit) return;
  }
}
