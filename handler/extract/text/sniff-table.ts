import type { TableDetails } from '../details.ts';

type Delimiter = NonNullable<TableDetails['delimiter']>;

export interface Sniffed {
  readonly delimiter: Delimiter;
  readonly columns: number;
  /** Records that were looked at. */
  readonly lines: number;
  /** Those of them with another number of columns. */
  readonly irregular: number;
}

const DELIMITERS: readonly Delimiter[] = [',', ';', 'tab', '|'];
/** A few records may be off: notes above the header, a total below. */
const MOST_IRREGULAR = 0.1;
const MOST_RECORDS = 200;

/**
 * The delimiter that divides records into the same number of columns, at least two; the one with most columns
 * when several do. Quoted fields may hold delimiters and line ends. Text that is `cut` loses its last record.
 */
export function sniffTable(text: string, cut: boolean): Sniffed | undefined {
  const records = unquotedRecords(text, cut);
  const found = DELIMITERS.flatMap((delimiter) => {
    const counts = records.map((record) => record.split(characterOf(delimiter)).length);
    const columns = columnsOf(counts);
    if (columns === undefined) return [];
    const irregular = counts.filter((count) => count !== columns).length;
    return [{ delimiter, columns, lines: counts.length, irregular }];
  });
  const regular = found.filter(({ lines, irregular }) => irregular <= lines * MOST_IRREGULAR);
  const [best] = (regular.length > 0 ? regular : found).sort((a, b) => b.columns - a.columns);
  return best;
}

/** Whether nearly every line is divided, though not into the same number of columns: enough to believe a name. */
export function isRagged(text: string): boolean {
  const records = unquotedRecords(text, false);
  return DELIMITERS.some((delimiter) => {
    const divided = records.filter((record) => record.includes(characterOf(delimiter))).length;
    return divided > 1 && divided >= records.length * (1 - MOST_IRREGULAR);
  });
}

export function characterOf(delimiter: Delimiter): string {
  return delimiter === 'tab' ? '\t' : delimiter;
}

/** The first records, each with `x` for what was quoted; empty lines do not count. */
function unquotedRecords(text: string, cut: boolean): string[] {
  const lines = text.replace(/"[^"]*"/g, 'x').split(/\r\n|\n|\r/);
  if (cut) lines.pop();
  return lines.filter((line) => line !== '').slice(0, MOST_RECORDS);
}

/** What nearly all records have; else what the first has, when all others only leave out some at their end. */
function columnsOf(counts: readonly number[]): number | undefined {
  const usual = mostFrequent(counts);
  const others = counts.filter((count) => count !== usual).length;
  if (usual > 1 && others <= counts.length * MOST_IRREGULAR) return usual;
  const [first = 0] = counts;
  return first > 2 && counts.every((count) => count > 1 && count <= first) ? first : undefined;
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [most] = [...times].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 0;
}
