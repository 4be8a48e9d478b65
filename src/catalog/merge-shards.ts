import { timeShards } from '../../handler/record.ts';
import { mergeSorted } from './merge-sorted.ts';
import type { FileQuery, ListedFile } from './query-files.ts';

/** The rows of all shards of the time index, each read newest first: newest first, those of one moment by name. */
export async function* mergeShards(
  readShard: (shard: string) => AsyncIterable<ListedFile>,
  { limit = Number.POSITIVE_INFINITY }: Pick<FileQuery, 'limit'>,
): AsyncGenerator<ListedFile> {
  if (limit <= 0) return;
  const shards = timeShards.map((shard) => orderedByName(readShard(shard)));
  let count = 0;
  for await (const record of mergeSorted(shards, newestFirst)) {
    yield record;
    count += 1;
    if (count >= limit) return;
  }
}

/** The index leaves open how rows of the same time follow each other. */
async function* orderedByName(records: AsyncIterable<ListedFile>): AsyncGenerator<ListedFile> {
  let moment: ListedFile[] = [];
  for await (const record of records) {
    if (moment[0]?.uploadTime !== record.uploadTime) {
      yield* moment.sort(newestFirst);
      moment = [];
    }
    moment.push(record);
  }
  yield* moment.sort(newestFirst);
}

function newestFirst(a: ListedFile, b: ListedFile): number {
  return compare(b.uploadTime, a.uploadTime) || compare(a.filename, b.filename);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
