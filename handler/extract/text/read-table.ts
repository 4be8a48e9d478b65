import { parse } from 'csv-parse/sync';
import type { TableDetails } from '../details.ts';
import { hasHeader } from './has-header.ts';
import { characterOf, sniffTable } from './sniff-table.ts';

/** Of a table that is not read to its end. */
const MOST_RECORDS = 200;

/** The shape of a table; of one that is `cut`, without the number of rows. Undefined when its records do not agree. */
export function readTable(text: string, cut: boolean): TableDetails | undefined {
  const sniffed = sniffTable(text, cut);
  if (sniffed === undefined) return undefined;
  const { delimiter, columns } = sniffed;
  const records = recordsOf(text, characterOf(delimiter), cut);
  const [first, ...others] = records;
  if (first === undefined) return { delimiter, columns };
  const named = first.length === columns && hasHeader(first, others);
  return {
    delimiter,
    columns,
    hasHeader: named,
    ...(named ? { header: first } : {}),
    ...(cut ? {} : { rows: records.length - (named ? 1 : 0) }),
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
      ...(cut ? { to: MOST_RECORDS } : {}),
    });
  } catch {
    return [];
  }
}
