import type { FileRecord } from '../../handler/record.ts';

/** One JSON object a line: every attribute of the row but the index's own. */
export async function* formatJson(records: AsyncIterable<FileRecord>): AsyncGenerator<string> {
  for await (const { timeShard: _, ...record } of records) yield `${JSON.stringify(record)}\n`;
}
