import { invalidParameter } from './topic-store.ts';

/** SNS's own size of a page of any list. */
const PAGE = 100;

/** The page that a token asks for. `all` is in order of `keyOf`, which is unique. */
export function page<T>(all: readonly T[], keyOf: (item: T) => string, token: string | undefined) {
  const after = token === undefined ? '' : readToken(token);
  const rest = all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, PAGE);
  const last = items.at(-1);
  if (last === undefined || rest.length <= PAGE) return { items };
  return { items, NextToken: Buffer.from(PREFIX + keyOf(last)).toString('base64') };
}

const PREFIX = 'after:';

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith(PREFIX)) throw invalidParameter('NextToken');
  return text.slice(PREFIX.length);
}
