import type { FileRecord } from '../../handler/record.ts';

/** One JSON object a line. */
export async function* formatJson(records: AsyncIterable<FileRecord>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(told(record))}\n`;
}

/** Every attribute of the row but the index's own. */
export function told({ timeShard: _, ...record }: FileRecord): Omit<FileRecord, 'timeShard'> {
  return record;
}
