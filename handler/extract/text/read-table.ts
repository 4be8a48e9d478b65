import { parse } from 'csv-parse/sync';
import type { TableDetails } from '../details.ts';
import { characterOf, sniffTable } from './sniff-table.ts';

/** What the first record and those below it are judged by. */
const MOST_JUDGED = 200;
const NUMBER = /^[-+]?[\d.,\u00a0' ]*\d[\d.,]*(?:[eE][-+]?\d+)?\s?%?$/;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d\d.{0,20})?$/;

/** The shape of a table; of one that is `cut`, without the number of rows. Undefined when its records do not agree. */
export function readTable(text: string, cut: boolean): TableDetails | undefined {
  const sniffed = sniffTable(text, cut);
  if (sniffed === undefined) return undefined;
  const { delimiter, columns } = sniffed;
  const records = recordsOf(text, characterOf(delimiter), cut);
  const [first, ...others] = records;
  if (first === undefined) return { delimiter, columns };
  const hasHeader = isHeader(first, others.slice(0, MOST_JUDGED), columns);
  return {
    delimiter,
    columns,
    hasHeader,
    ...(hasHeader ? { header: first } : {}),
    ...(cut ? {} : { rows: records.length - (hasHeader ? 1 : 0) }),
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
      ...(cut ? { to: MOST_JUDGED } : {}),
    });
  } catch {
    return [];
  }
}

/**
 * The first record is taken for a header when it has a name for every column, all of them different, none a number
 * or a date, and none occurs again below in its column.
 */
function isHeader(first: readonly string[], below: readonly string[][], columns: number): boolean {
  const names = first.map((name) => name.trim());
  if (names.length !== columns || names.includes('') || new Set(names).size !== names.length) return false;
  if (names.some((name) => NUMBER.test(name) || DATE.test(name))) return false;
  return !below.some((record) => record.some((value, column) => value.trim() === names[column]));
}
