import { fieldValue } from './known-fields.ts';
import type { ListedFile } from './query-files.ts';

/** One JSON object a line; of the fields in `columns` alone if they are given, each where it is in the whole record. */
export async function* formatJson(
  records: AsyncIterable<ListedFile>,
  columns?: readonly string[],
): AsyncGenerator<string> {
  for await (const record of records)
    yield `${JSON.stringify(columns === undefined ? told(record) : picked(record, columns))}\n`;
}

/** Every attribute of the row but the index's own. */
export function told<Row extends object & { readonly timeShard?: string }>({
  timeShard: _,
  ...row
}: Row): Omit<Row, 'timeShard'> {
  return row;
}

type Json = Record<string, unknown>;

function picked(record: ListedFile, columns: readonly string[]): Json {
  const row: Json = {};
  const details: Json = {};
  for (const column of columns) {
    const value = fieldValue(record, column);
    if (value === undefined) continue;
    const [part = '', field] = column.split('.');
    if (field !== undefined) details[part] = { ...(details[part] as Json | undefined), [field]: value };
    else if (Object.hasOwn(record, part)) row[part] = value;
    else details[part] = value;
  }
  return Object.keys(details).length === 0 ? row : { ...row, details };
}
