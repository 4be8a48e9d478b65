import { fieldKind } from './field-kind.ts';
import { fieldValue } from './known-fields.ts';
import type { ListedFile } from './query-files.ts';

export interface Sorting {
  readonly field: string;
  /** The other way round; files without the field stay last. */
  readonly reverse: boolean;
  /** At most this many; default all. No more than about twice as many are held in memory. */
  readonly limit?: number | undefined;
}

/**
 * The files by a field: the greatest, longest or latest first, text from A to Z, those without the field last; those of the
 * same value in the order in which they came.
 */
export async function* sortFiles(
  files: AsyncIterable<ListedFile>,
  { field, reverse, limit = Number.POSITIVE_INFINITY }: Sorting,
): AsyncGenerator<ListedFile> {
  const compare = comparison(field, reverse);
  let kept: ListedFile[] = [];
  for await (const file of files) {
    kept.push(file);
    if (kept.length >= 2 * limit + SLACK) kept = kept.sort(compare).slice(0, limit);
  }
  yield* kept.sort(compare).slice(0, limit);
}

const SLACK = 1000;

function comparison(field: string, reverse: boolean): (a: ListedFile, b: ListedFile) => number {
  const ascending = isText(field) !== reverse;
  return (one, other) => {
    const [a, b] = [sortable(fieldValue(one, field)), sortable(fieldValue(other, field))];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const order = a < b ? -1 : Number(a > b);
    return ascending ? order : -order;
  };
}

function isText(field: string): boolean {
  const { kind } = fieldKind(field);
  return kind === 'text' || kind === 'choice';
}

/** Undefined for what is not there; the members of a list one after the other. */
function sortable(value: unknown): string | number | undefined {
  return value === undefined || typeof value === 'number' ? value : String(value);
}
