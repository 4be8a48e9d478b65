import { AwsError } from '../aws-error.ts';

/** Up to `limit` of `items`, after the one that the token of an earlier page names. */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  limit: number,
  token: string | undefined,
): { readonly page: readonly T[]; readonly NextToken?: string } {
  const after = token === undefined ? -1 : items.findIndex((item) => keyOf(item) === readToken(token));
  if (token !== undefined && after < 0) throw new AwsError('InvalidNextToken', 'The next token is not valid');
  const page = items.slice(after + 1, after + 1 + limit);
  const last = page.at(-1);
  if (last === undefined || after + 1 + limit >= items.length) return { page };
  return { page, NextToken: Buffer.from(keyOf(last)).toString('base64') };
}

function readToken(token: string): string {
  return Buffer.from(token, 'base64').toString();
}
