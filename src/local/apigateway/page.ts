import { badRequest } from './faults.ts';

export interface PageQuery {
  readonly position?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * One page of `all`, in the order of their keys. A position names the last key given out, so that pages
 * stay right while items come and go.
 */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { position, limit = DEFAULT_LIMIT }: PageQuery,
): { items: T[]; position?: string } {
  if (limit < 1) throw badRequest('Invalid limit: it must be at least 1');
  const after = position === undefined ? undefined : Buffer.from(position, 'base64url').toString('utf8');
  const size = Math.min(limit, MAX_LIMIT);
  const left = [...all]
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const items = left.slice(0, size).map(({ item }) => item);
  const last = left[size - 1];
  if (last === undefined || left.length <= size) return { items };
  return { items, position: Buffer.from(last.key).toString('base64url') };
}

/** A key that sorts by time of creation. */
export function byCreation({
  createdDate,
  id,
}: {
  readonly createdDate: number;
  readonly id: string;
}): string {
  return `${String(createdDate).padStart(16, '0')}/${id}`;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 500;
