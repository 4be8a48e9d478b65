import type { ListedFile } from './query-files.ts';

/** One JSON object a line. */
export async function* formatJson(records: AsyncIterable<ListedFile>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(told(record))}\n`;
}

/** Every attribute of the row but the index's own. */
export function told<Row extends object & { readonly timeShard?: string }>({
  timeShard: _,
  ...row
}: Row): Omit<Row, 'timeShard'> {
  return row;
}
