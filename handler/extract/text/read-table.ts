import { parse } from 'csv-parse/sync';
import type { TableDetails } from '../details.ts';
import { countRecords } from './count-records.ts';
import { hasHeader } from './has-header.ts';
import { characterOf, sniffTable } from './sniff-table.ts';

/**
 * The parser makes an error of each record with another number of fields than the first, which takes longer than all
 * else, so it sees only the beginning.
 */
const MOST_RECORDS = 200;

/** The shape of a table; of one that is `cut`, without the number of rows. Undefined when its records do not agree. */
export function readTable(text: string, cut: boolean): TableDetails | undefined {
  const sniffed = sniffTable(text, cut);
  if (sniffed === undefined) return undefined;
  const { delimiter, columns } = sniffed;
  const character = characterOf(delimiter);
  const records = recordsOf(text, character, cut);
  const [first, ...others] = records;
  if (first === undefined) return { delimiter, columns };
  const named = first.length === columns && hasHeader(first, others);
  return {
    delimiter,
    columns,
    hasHeader: named,
    ...(named ? { header: first } : {}),
    ...(cut ? {} : { rows: countRecords(text, character) - (named ? 1 : 0) }),
  };
}

/** The last record of a text that is cut is dropped. */
function recordsOf(text: string, delimiter: string, cut: boolean): string[][] {
  const end = cut ? Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) : text.length;
  try {
    return parse(text.slice(0, end), {
      delimiter,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      to: MOST_RECORDS,
    });
  } catch {
    return [];
  }
}
