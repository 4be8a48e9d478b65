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
const LEAST_SHARE = 0.9;
const MOST_RECORDS = 200;

/**
 * The delimiter that divides records into the same number of columns, at least two; the one with most columns
 * when several do. Quoted fields may hold delimiters and line ends. Text that is `cut` loses its last record.
 */
export function sniffTable(text: string, cut: boolean): Sniffed | undefined {
  const records = unquotedRecords(text, cut);
  const found = DELIMITERS.flatMap((delimiter) => {
    const counts = records.map((record) => record.split(characterOf(delimiter)).length);
    const columns = mostFrequent(counts);
    const fitting = counts.filter((count) => count === columns).length;
    const consistent = columns > 1 && fitting >= Math.max(1, counts.length * LEAST_SHARE);
    return consistent
      ? [{ delimiter, columns, lines: counts.length, irregular: counts.length - fitting }]
      : [];
  });
  return found.reduce<Sniffed | undefined>(
    (best, one) => (best === undefined || one.columns > best.columns ? one : best),
    undefined,
  );
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

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [most] = [...times].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 0;
}
