import type { Position } from '../ordered-key.ts';

/** What a listing asks for. */
export interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** The place to go on from; undefined for the first page. */
  readonly start: Position | undefined;
  /** Items and common prefixes together. */
  readonly limit: number;
}

/** One page of a listing, in order of names. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last item, or common prefix, of the page. */
  readonly last: T | string | undefined;
}

/**
 * Reads a page from `from`, which yields in order whatever stands at a position or after it. A common
 * prefix is counted once and what it holds is not read.
 */
export async function readPage<T extends { readonly key: string }>(
  from: (position: Position) => AsyncIterable<T>,
  { prefix, delimiter, start, limit }: PageRequest,
): Promise<Page<T>> {
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: T | string | undefined;
  let truncated = false;
  let next: Position | 'end' = limit > 0 ? notBefore(start, prefix) : 'end';
  while (next !== 'end') next = await readStretch(from(next));
  return { items, commonPrefixes, truncated, last };

  /** Reads until the page or the listing ends, or up to a place from where it is to be gone on. */
  async function readStretch(stretch: AsyncIterable<T>): Promise<Position | 'end'> {
    for await (const item of stretch) {
      const elsewhere = take(item);
      if (elsewhere !== undefined) return elsewhere;
    }
    return 'end';
  }

  /** Puts an item or its group on the page; a group is jumped over. */
  function take(item: T): Position | 'end' | undefined {
    if (!item.key.startsWith(prefix)) return 'end';
    const group = commonPrefixOf(item.key, prefix, delimiter);
    if (group !== undefined && group === commonPrefixes.at(-1)) return undefined;
    truncated = items.length + commonPrefixes.length === limit;
    if (truncated) return 'end';
    last = group ?? item;
    if (group === undefined) {
      items.push(item);
      return undefined;
    }
    commonPrefixes.push(group);
    return { at: 'after-prefix', prefix: group };
  }
}

/** The place after a marker; one that is a common prefix itself stands for all that it holds. */
export function after(marker: string, prefix: string, delimiter: string): Position {
  return commonPrefixOf(marker, prefix, delimiter) === marker
    ? { at: 'after-prefix', prefix: marker }
    : { at: 'after-name', name: marker };
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Nothing before the prefix is of interest. */
function notBefore(start: Position | undefined, prefix: string): Position {
  const beginning: Position = { at: 'name', name: prefix };
  if (start === undefined) return beginning;
  const name = start.at === 'after-prefix' ? start.prefix : start.name;
  return Buffer.compare(Buffer.from(name), Buffer.from(prefix)) < 0 ? beginning : start;
}
