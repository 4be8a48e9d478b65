/** Rows that are looked at. */
const MOST_ROWS = 200;
const NUMBER = /^[-+]?[\d.,\u00a0' ]*\d[\d.,]*(?:[eE][-+]?\d+)?\s?%?$/;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d\d.{0,20})?$/;
const LABEL = /^[\p{L}_].{0,39}$/u;

/**
 * Whether the first record names the columns. It does when it differs in kind from what is below it: words above numbers
 * and dates, or numbers above words, and nowhere numbers above numbers. In a table of nothing but words, it does
 * when its values are short, begin with a letter, differ from each other, and none comes again in its column.
 */
export function hasHeader(first: readonly string[], below: readonly string[][]): boolean {
  const rows = below.slice(0, MOST_ROWS);
  const kinds = first.map((name, column) => {
    const values = rows.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '');
    if (values.length === 0) return 'neither';
    const [above, under] = [isQuantity(name.trim()), values.every(isQuantity)];
    if (above === under) return above ? 'a row' : 'neither';
    return 'a header';
  });
  if (kinds.includes('a row')) return false;
  return kinds.includes('a header')
    ? first.slice(1).every((name) => name.trim() !== '')
    : areLabels(first, rows);
}

function isQuantity(value: string): boolean {
  return NUMBER.test(value) || DATE.test(value);
}

function areLabels(first: readonly string[], rows: readonly string[][]): boolean {
  const names = first.map((name) => name.trim());
  if (!names.every((name) => LABEL.test(name)) || new Set(names).size !== names.length) return false;
  return !rows.some((row) => row.some((value, column) => value.trim() === names[column]));
}
