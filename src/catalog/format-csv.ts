import type { ListedFile } from './query-files.ts';

const COLUMNS = [
  'filename',
  'size',
  'uploadTime',
  'bucket',
  'contentType',
  'etag',
  'versionId',
  'sequencer',
  'storageClass',
  'status',
  'reason',
  'extractor',
  'checksum',
] as const satisfies readonly (keyof ListedFile)[];

/**
 * CSV as in RFC 4180: a header, CRLF behind every line, quotes where they are needed. Values are exact:
 * a name that a spreadsheet would take for a formula is not altered.
 */
export async function* formatCsv(records: AsyncIterable<ListedFile>): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const record of records) yield csvLine(COLUMNS.map((column) => String(record[column] ?? '')));
}

function csvLine(values: readonly string[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
