import { invalid } from './rules.ts';

/** Up to `limit` of `items`, which are ordered by `keyOf`, after those that earlier pages had. */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  limit: number,
  nextToken: string | undefined,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const after =
    nextToken === undefined ? -1 : items.findIndex((item) => keyOf(item) === readToken(nextToken));
  if (nextToken !== undefined && after < 0) throw badToken();
  const page = items.slice(after + 1, after + 1 + limit);
  const last = page.at(-1);
  if (last === undefined || after + 1 + limit >= items.length) return { page };
  return { page, nextToken: writeToken(keyOf(last)) };
}

export function writeToken(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function readToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}

export function badToken() {
  return invalid('The specified nextToken is invalid.');
}
