import { invalid } from './rules.ts';

interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly token: string;
}

/** One page of a list that is ordered by `nameOf`; a token is the last name of the page before. */
export function page<T>(
  all: readonly T[],
  nameOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T> {
  const after = token ? readToken(token) : '';
  const left = all.filter((item) => nameOf(item) > after);
  const items = left.slice(0, size);
  const last = items.at(-1);
  return { items, token: last !== undefined && left.length > size ? writeToken(nameOf(last)) : '' };
}

function writeToken(name: string): string {
  return Buffer.from(JSON.stringify({ after: name })).toString('base64');
}

function readToken(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64').toString()) as { after: unknown };
    if (typeof after === 'string') return after;
  } catch {}
  throw invalid('Pagination token is invalid');
}
