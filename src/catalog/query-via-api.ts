import type { Control } from '../control.ts';
import { apiRefusal } from '../transfer/api-refusal.ts';
import { callApi, type InstallApi } from '../transfer/call-api.ts';
import { mergeShards } from './merge-shards.ts';
import type { FileQuery, ListedFile } from './query-files.ts';

/** The same files in the same order as `queryFiles` has them, asked for through `GET /files`. */
export async function* queryViaApi(
  api: InstallApi,
  query: FileQuery,
  control: Control,
): AsyncGenerator<ListedFile> {
  yield* mergeShards((shard) => shardRows(api, shard, query, control), query);
}

/** The API's own limit. */
const LARGEST_PAGE = 1000;

interface Page {
  readonly files: readonly ListedFile[];
  readonly next?: string;
}

/** The API knows whole days and no names, so the rest is left out here. */
async function* shardRows(
  api: InstallApi,
  shard: string,
  query: FileQuery,
  control: Control,
): AsyncGenerator<ListedFile> {
  const parameters = { ...daysOf(query), limit: String(pageSize(query)), shard };
  let next: string | undefined;
  do {
    const page = await readPage(api, { ...parameters, ...(next === undefined ? {} : { next }) }, control);
    yield* page.files.filter((file) => isWanted(file, query));
    next = page.next;
  } while (next !== undefined);
}

async function readPage(
  api: InstallApi,
  parameters: Readonly<Record<string, string>>,
  control: Control,
): Promise<Page> {
  const path = `/files?${new URLSearchParams(parameters)}`;
  const answer = await callApi(api, { method: 'GET', path }, control);
  if (!answer.ok) throw await apiRefusal(answer, 'GET /files');
  return (await answer.json()) as Page;
}

/** Days are UTC's, as the index's times are. */
function daysOf({ since, until }: FileQuery): { readonly from?: string; readonly to?: string } {
  const from = since && dayOf(since);
  const to = until && dayOf(new Date(until.getTime() - 1));
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Undefined for a day of a year without four digits: nothing was uploaded then. */
function dayOf(time: Date): string | undefined {
  const [, day] = /^(\d{4}-\d\d-\d\d)T/.exec(time.toISOString()) ?? [];
  return day;
}

/** One more than wanted, because the row behind the last tells that no other has its time. */
function pageSize({ prefix = '', limit = LARGEST_PAGE }: FileQuery): number {
  return prefix === '' ? Math.min(limit + 1, LARGEST_PAGE) : LARGEST_PAGE;
}

function isWanted({ filename, uploadTime }: ListedFile, { prefix = '', since, until }: FileQuery): boolean {
  return (
    filename.startsWith(prefix) &&
    uploadTime >= (since?.toISOString() ?? '') &&
    (until === undefined || uploadTime < until.toISOString())
  );
}
