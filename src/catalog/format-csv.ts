import { fieldValue, fileFields } from './known-fields.ts';
import type { ListedFile } from './query-files.ts';

/**
 * CSV as in RFC 4180: a header, CRLF behind every line, quotes where they are needed. Values are exact: a name that a
 * spreadsheet would take for a formula is not altered. Lists are written with `; ` between their members.
 */
export async function* formatCsv(
  records: AsyncIterable<ListedFile>,
  columns: readonly string[] = fileFields,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const record of records)
    yield csvLine(columns.map((column) => textOf(fieldValue(record, column))));
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('; ') : String(value ?? '');
}

function csvLine(values: readonly string[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
